// Gradients: backward, grad, grad mode, inference mode, anomaly mode.
#include "errors.h"
#include "handles.h"
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>

using ph::borrow;
using ph::borrow_all;
using ph::give;
using ph::guarded;

PH_API int32_t ph_backward(void* const* tensors, int64_t count, void* const* gradients, int64_t gradient_count, int32_t retain_graph,
                           int32_t create_graph, void* const* inputs, int64_t input_count) {
    return guarded([&] {
        torch::autograd::backward(borrow_all(tensors, count), borrow_all(gradients, gradient_count), retain_graph != 0, create_graph != 0,
                                  borrow_all(inputs, input_count));
    });
}

// Writes one handle per input; an input that no output depends on gives null when allow_unused is set.
PH_API int32_t ph_grad(void* const* outputs, int64_t count, void* const* inputs, int64_t input_count, void* const* gradients,
                       int64_t gradient_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, void** results) {
    return guarded([&] {
        auto list = torch::autograd::grad(borrow_all(outputs, count), borrow_all(inputs, input_count),
            borrow_all(gradients, gradient_count),
                                          retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < list.size(); ++i) {
            results[i] = give(std::move(list[i]));
        }
    });
}

PH_API int32_t ph_tensor_get_grad(void* handle, void** result) {
    return guarded([&] { *result = give(borrow(handle).grad()); });
}

PH_API int32_t ph_tensor_set_grad(void* handle, void* gradient) {
    return guarded([&] {
        auto t = borrow(handle);
        auto g = borrow(gradient);
        TORCH_CHECK(!g.defined() || g.sizes() == t.sizes(), "gradient of shape ", g.sizes(), " does not fit a tensor of shape ", t.sizes());
        t.mutable_grad() = std::move(g);
    });
}

PH_API int32_t ph_grad_mode() { return c10::GradMode::is_enabled() ? 1 : 0; }

PH_API void ph_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

PH_API int32_t ph_inference_mode() { return c10::InferenceMode::is_enabled() ? 1 : 0; }

// The guard must be freed on the thread that made it, guards in reverse order.
PH_API void* ph_inference_guard(int32_t enabled) {
    void* guard = nullptr;
    guarded([&] { guard = new c10::InferenceMode(enabled != 0); });
    return guard;
}

PH_API void ph_inference_guard_free(void* guard) {
    guarded([&] { delete static_cast<c10::InferenceMode*>(guard); });
}

PH_API int32_t ph_anomaly_mode() { return torch::autograd::AnomalyMode::is_enabled() ? 1 : 0; }

PH_API int32_t ph_anomaly_check_nan() { return torch::autograd::AnomalyMode::should_check_nan() ? 1 : 0; }

PH_API void ph_set_anomaly_mode(int32_t enabled, int32_t check_nan) {
    guarded([&] { torch::autograd::AnomalyMode::set_enabled(enabled != 0, check_nan != 0); });
}
