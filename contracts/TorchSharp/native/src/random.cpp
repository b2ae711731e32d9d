// Random generators: the default one of each device, and explicit ones.
#include "errors.h"
#include "handles.h"
#include <ATen/CPUGeneratorImpl.h>
#include <mutex>

using ph::borrow;
using ph::give;
using ph::guarded;

namespace {

c10::Device device_of(int32_t type, int32_t index) {
    return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

// Makes sure the device's context exists, in a way every libtorch knows.
at::Generator default_generator(int32_t type, int32_t index) {
    const auto device = device_of(type, index);
    if (!device.is_cpu()) {
        at::empty({0}, at::TensorOptions().device(device));
    }
    return at::globalContext().defaultGenerator(device);
}

void* give_generator(at::Generator generator) { return generator.unsafeReleaseGeneratorImpl(); }

}  // namespace

// Seeds the default generator of every device.
PH_API int32_t ph_manual_seed(int64_t seed) {
    return guarded([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

PH_API int32_t ph_generator_default(int32_t device_type, int32_t device_index, void** result) {
    return guarded([&] { *result = give_generator(default_generator(device_type, device_index)); });
}

PH_API int32_t ph_generator_new(int32_t device_type, int32_t device_index, uint64_t seed, void** result) {
    return guarded([&] {
        if (static_cast<c10::DeviceType>(device_type) == c10::DeviceType::CPU) {
            *result = give_generator(at::make_generator<at::CPUGeneratorImpl>(seed));
            return;
        }
        auto generator = default_generator(device_type, device_index).clone();
        generator.set_current_seed(seed);
        *result = give_generator(std::move(generator));
    });
}

PH_API void ph_generator_free(void* handle) {
    guarded([&] { c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(handle)); });
}

PH_API int32_t ph_generator_set_seed(void* handle, uint64_t seed) {
    return guarded([&] {
        auto generator = ph::borrow_generator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_current_seed(seed);
    });
}

// Draws a seed from the system and sets it.
PH_API int32_t ph_generator_seed(void* handle, uint64_t* seed) {
    return guarded([&] {
        auto generator = ph::borrow_generator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        *seed = generator.seed();
    });
}

PH_API int32_t ph_generator_initial_seed(void* handle, uint64_t* seed) {
    return guarded([&] { *seed = ph::borrow_generator(handle).current_seed(); });
}

PH_API int32_t ph_generator_get_state(void* handle, void** result) {
    return guarded([&] {
        auto generator = ph::borrow_generator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        *result = give(generator.get_state());
    });
}

PH_API int32_t ph_generator_set_state(void* handle, void* state) {
    return guarded([&] {
        auto generator = ph::borrow_generator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_state(borrow(state));
    });
}
