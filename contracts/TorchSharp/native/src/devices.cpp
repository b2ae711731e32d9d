// CUDA as far as libtorch's generic hooks show it; names and memory come from the driver, found in the process by name.
#include "errors.h"
#include "libraries.h"
#include <ATen/ATen.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <torch/version.h>

using ph::guarded;

PH_API const char* ph_torch_version() { return TORCH_VERSION; }

PH_API int32_t ph_cuda_is_available() {
    int32_t available = 0;
    guarded([&] { available = torch::cuda::is_available() ? 1 : 0; });
    return available;
}

PH_API int32_t ph_cuda_compiled() { return at::globalContext().hasCUDA() || !ph::loaded_library("libtorch_cuda").empty() ? 1 : 0; }

PH_API int32_t ph_cudnn_is_available() {
    int32_t available = 0;
    guarded([&] { available = torch::cuda::is_available() && torch::cuda::cudnn_is_available() ? 1 : 0; });
    return available;
}

PH_API int32_t ph_cuda_device_count() {
    int32_t count = 0;
    guarded([&] { count = torch::cuda::is_available() ? static_cast<int32_t>(torch::cuda::device_count()) : 0; });
    return count;
}

PH_API int32_t ph_cuda_synchronize(int32_t index) {
    return guarded([&] {
        TORCH_CHECK(torch::cuda::is_available(), "no CUDA device is available");
        torch::cuda::synchronize(index);
    });
}

PH_API int32_t ph_cuda_current_device(int32_t* index) {
    return guarded([&] {
        TORCH_CHECK(torch::cuda::is_available(), "no CUDA device is available");
        *index = static_cast<int32_t>(c10::impl::VirtualGuardImpl(c10::DeviceType::CUDA).getDevice().index());
    });
}

PH_API int32_t ph_cuda_manual_seed(int64_t seed, int32_t all) {
    return guarded([&] {
        if (!torch::cuda::is_available()) {
            return;
        }
        if (all != 0) {
            torch::cuda::manual_seed_all(static_cast<uint64_t>(seed));
        } else {
            torch::cuda::manual_seed(static_cast<uint64_t>(seed));
        }
    });
}

// Makes the device's context, so that a broken driver is found here and not in the middle of a run.
PH_API int32_t ph_initialize_device(int32_t type, int32_t index) {
    return guarded([&] {
        const auto kind = static_cast<c10::DeviceType>(type);
        TORCH_CHECK(kind != c10::DeviceType::CUDA || torch::cuda::is_available(), "no CUDA device is available");
        at::zeros({1}, at::TensorOptions().device(c10::Device(kind, static_cast<c10::DeviceIndex>(index))));
    });
}

// Free and total bytes of a CUDA device, as the driver says.
PH_API int32_t ph_cuda_memory(int32_t index, int64_t* free_bytes, int64_t* total_bytes) {
    return guarded([&] {
        TORCH_CHECK(torch::cuda::is_available(), "no CUDA device is available");
        const c10::DeviceGuard guard(c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index)));
        at::empty({1}, at::TensorOptions().device(at::kCUDA));
        auto get = ph::find<int (*)(size_t*, size_t*)>("libcuda.so", "cuMemGetInfo_v2");
        size_t available = 0;
        size_t total = 0;
        TORCH_CHECK(get != nullptr && get(&available, &total) == 0, "the CUDA driver does not tell its memory");
        *free_bytes = static_cast<int64_t>(available);
        *total_bytes = static_cast<int64_t>(total);
    });
}

// The device's name and compute capability as major * 10 + minor.
PH_API int32_t ph_cuda_name(int32_t index, char* text, int32_t capacity, int32_t* capability) {
    return guarded([&] {
        TORCH_CHECK(torch::cuda::is_available(), "no CUDA device is available");
        auto name = ph::find<int (*)(char*, int, int)>("libcuda.so", "cuDeviceGetName");
        auto attribute = ph::find<int (*)(int*, int, int)>("libcuda.so", "cuDeviceGetAttribute");
        TORCH_CHECK(name != nullptr && attribute != nullptr && name(text, capacity, index) == 0,
            "the CUDA driver does not tell the device's name");
        int major = 0;
        int minor = 0;
        attribute(&major, 75, index);
        attribute(&minor, 76, index);
        *capability = major * 10 + minor;
    });
}


PH_API int32_t ph_set_deterministic(int32_t enabled, int32_t warn_only) {
    return guarded([&] {
        at::globalContext().setDeterministicAlgorithms(enabled != 0, warn_only != 0);
        at::globalContext().setDeterministicCuDNN(enabled != 0);
    });
}

PH_API int32_t ph_get_deterministic() { return at::globalContext().deterministicAlgorithms() ? 1 : 0; }

PH_API int32_t ph_set_cudnn_benchmark(int32_t enabled) {
    return guarded([&] { at::globalContext().setBenchmarkCuDNN(enabled != 0); });
}

PH_API int32_t ph_set_tf32(int32_t enabled) {
    return guarded([&] {
        at::globalContext().setAllowTF32CuBLAS(enabled != 0);
        at::globalContext().setAllowTF32CuDNN(enabled != 0);
    });
}
