// Automatic mixed precision: the switches are per thread in libtorch.
#include "errors.h"
#include <ATen/autocast_mode.h>
#include <torch/version.h>

using ph::guarded;

#define PH_AUTOCAST_BY_DEVICE (TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4))

PH_API int32_t ph_autocast_get(int32_t device_type, int32_t* enabled, int32_t* dtype) {
    return guarded([&] {
        const auto device = static_cast<c10::DeviceType>(device_type);
#if PH_AUTOCAST_BY_DEVICE
        *enabled = at::autocast::is_autocast_enabled(device) ? 1 : 0;
        *dtype = static_cast<int32_t>(at::autocast::get_autocast_dtype(device));
#else
        TORCH_CHECK(device == c10::DeviceType::CPU || device == c10::DeviceType::CUDA, "autocast knows cpu and cuda, not ", device);
        const bool cpu = device == c10::DeviceType::CPU;
        *enabled = (cpu ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled()) ? 1 : 0;
        *dtype = static_cast<int32_t>(cpu ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype());
#endif
    });
}

PH_API int32_t ph_autocast_set(int32_t device_type, int32_t enabled, int32_t dtype) {
    return guarded([&] {
        const auto device = static_cast<c10::DeviceType>(device_type);
        const auto type = static_cast<at::ScalarType>(dtype);
#if PH_AUTOCAST_BY_DEVICE
        at::autocast::set_autocast_enabled(device, enabled != 0);
        at::autocast::set_autocast_dtype(device, type);
#else
        TORCH_CHECK(device == c10::DeviceType::CPU || device == c10::DeviceType::CUDA, "autocast knows cpu and cuda, not ", device);
        if (device == c10::DeviceType::CPU) {
            at::autocast::set_cpu_enabled(enabled != 0);
            at::autocast::set_autocast_cpu_dtype(type);
        } else {
            at::autocast::set_enabled(enabled != 0);
            at::autocast::set_autocast_gpu_dtype(type);
        }
#endif
    });
}

PH_API int32_t ph_autocast_cache_enabled() { return at::autocast::is_autocast_cache_enabled() ? 1 : 0; }

PH_API void ph_autocast_set_cache_enabled(int32_t enabled) { at::autocast::set_autocast_cache_enabled(enabled != 0); }

// Nested scopes share one cache of cast weights; it is emptied when the outermost ends.
PH_API void ph_autocast_enter() { at::autocast::increment_nesting(); }

PH_API void ph_autocast_leave() {
    guarded([] {
        if (at::autocast::decrement_nesting() == 0) {
            at::autocast::clear_cache();
        }
    });
}
