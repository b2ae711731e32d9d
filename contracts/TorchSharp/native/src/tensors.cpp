// Lifetime, metadata and memory of tensors.
#include "errors.h"
#include "handles.h"
#include <cstring>

using ph::borrow;
using ph::give;
using ph::guarded;

namespace ph {
std::string& last_error() {
    thread_local std::string text;
    return text;
}
}  // namespace ph

PH_API void ph_tensor_free(void* handle) {
    guarded([&] { c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<c10::TensorImpl*>(handle)); });
}

PH_API int32_t ph_tensor_info(void* handle, PhTensorInfo* info) {
    return guarded([&] {
        const auto t = borrow(handle);
        info->dtype = static_cast<int32_t>(t.scalar_type());
        info->device_type = static_cast<int32_t>(t.device().type());
        info->device_index = static_cast<int32_t>(t.device().index());
        info->ndim = static_cast<int32_t>(t.dim());
        info->numel = t.numel();
        info->requires_grad = t.requires_grad() ? 1 : 0;
        info->is_leaf = t.is_leaf() ? 1 : 0;
        info->layout = static_cast<int32_t>(t.layout());
        info->is_contiguous = t.layout() == at::kStrided && t.is_contiguous() ? 1 : 0;
    });
}

// Writes up to `capacity` sizes (and strides, unless null) and the number of dimensions.
PH_API int32_t ph_tensor_sizes(void* handle, int64_t* sizes, int64_t* strides, int32_t capacity, int32_t* ndim) {
    return guarded([&] {
        const auto t = borrow(handle);
        *ndim = static_cast<int32_t>(t.dim());
        for (int32_t i = 0; i < *ndim && i < capacity; ++i) {
            sizes[i] = t.size(i);
            if (strides != nullptr) {
                strides[i] = t.stride(i);
            }
        }
    });
}

PH_API int32_t ph_tensor_data(void* handle, void** data) {
    return guarded([&] { *data = borrow(handle).data_ptr(); });
}

PH_API int64_t ph_tensor_use_count(void* handle) { return static_cast<int64_t>(borrow(handle).use_count()) - 1; }

// Another handle on the same tensor.
PH_API void* ph_tensor_share(void* handle) { return give(borrow(handle)); }

PH_API int32_t ph_tensor_from_copy(const void* data, int64_t bytes, const int64_t* sizes, int32_t ndim, int32_t dtype, void** result) {
    return guarded([&] {
        auto t = at::empty(ph::sizes_of(sizes, ndim), at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)));
        TORCH_CHECK(static_cast<int64_t>(t.nbytes()) == bytes, "shape needs ", t.nbytes(), " bytes, got ", bytes);
        if (bytes > 0) {
            std::memcpy(t.data_ptr(), data, static_cast<size_t>(bytes));
        }
        *result = give(std::move(t));
    });
}

// A tensor over foreign memory; `release(context)` runs when libtorch lets go of the memory, on whichever thread that happens.
PH_API int32_t ph_tensor_from_memory(void* data, const int64_t* sizes, int32_t ndim, int32_t dtype, void (*release)(void*), void* context,
    void** result) {
    return guarded([&] {
        const auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype));
        auto t = at::from_blob(data, ph::sizes_of(sizes, ndim), [release, context](void*) { release(context); }, options);
        *result = give(std::move(t));
    });
}

PH_API int32_t ph_tensor_set_requires_grad(void* handle, int32_t value) {
    return guarded([&] { borrow(handle).set_requires_grad(value != 0); });
}

// Makes the tensor hold another's memory and metadata (dtype and device may change), keeping its identity in the graph and in optimizers.
PH_API int32_t ph_tensor_set_data(void* handle, void* source) {
    return guarded([&] { borrow(handle).set_data(borrow(source)); });
}

PH_API int32_t ph_tensor_is_inference(void* handle) { return borrow(handle).is_inference() ? 1 : 0; }
