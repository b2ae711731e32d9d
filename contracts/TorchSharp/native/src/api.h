// The C boundary between TorchSharp.dll and libtorch. No C++ type and no exception crosses it.
// A function that can fail returns 0 for success and leaves its text in ph_last_error otherwise.
#pragma once
#include <cstdint>

#define PH_API extern "C" __attribute__((visibility("default")))

enum PhKind : int32_t {
    PH_NONE = 0, PH_TENSOR = 1, PH_INT = 2, PH_DOUBLE = 3, PH_BOOL = 4, PH_COMPLEX = 5, PH_INTS = 6, PH_DOUBLES = 7, PH_BOOLS = 8,
    PH_TENSORS = 9, PH_OPTIONAL_TENSORS = 10, PH_STRING = 11, PH_SCALAR_TYPE = 12, PH_DEVICE = 13, PH_GENERATOR = 14, PH_DEFAULT = 15
};

// One argument or one result. `a` is an integer, the bits of a double, or a pointer; `b` a length, an imaginary part or a device index.
struct PhValue {
    int32_t kind;
    int32_t reserved;
    int64_t a;
    int64_t b;
};

struct PhTensorInfo {
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int32_t ndim;
    int64_t numel;
    int32_t requires_grad;
    int32_t is_leaf;
    int32_t layout;
    int32_t is_contiguous;
};
