// A tensor handle is a counted TensorImpl pointer; a generator handle is a counted GeneratorImpl pointer.
#pragma once
#include <ATen/ATen.h>
#include <ATen/core/Generator.h>

namespace ph {

inline at::Tensor borrow(void* handle) {
    if (handle == nullptr) {
        return at::Tensor();
    }
    using Impl = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
    return at::Tensor(Impl::unsafe_reclaim_from_nonowning(static_cast<c10::TensorImpl*>(handle)));
}

inline void* give(at::Tensor tensor) {
    return tensor.defined() ? static_cast<void*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

inline at::Generator borrow_generator(void* handle) {
    using Impl = c10::intrusive_ptr<c10::GeneratorImpl>;
    return at::Generator(Impl::unsafe_reclaim_from_nonowning(static_cast<c10::GeneratorImpl*>(handle)));
}

inline std::vector<at::Tensor> borrow_all(void* const* handles, int64_t count) {
    std::vector<at::Tensor> list;
    list.reserve(static_cast<size_t>(count));
    for (int64_t i = 0; i < count; ++i) {
        list.push_back(borrow(handles[i]));
    }
    return list;
}

inline at::IntArrayRef sizes_of(const int64_t* sizes, int32_t ndim) {
    return at::IntArrayRef(sizes, static_cast<size_t>(ndim));
}

}  // namespace ph
