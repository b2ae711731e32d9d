// Finding operators by name and calling them boxed.
#include "operators.h"
#include "errors.h"
#include "handles.h"
#include <cstring>
#include <list>
#include <sstream>

namespace ph {
namespace {

thread_local std::vector<PhValue> overflow;
thread_local std::list<std::string> strings;  // keeps string results alive until the next call on this thread

int64_t bits(double value) {
    int64_t result;
    std::memcpy(&result, &value, sizeof(result));
    return result;
}

template <typename List, typename Make>
void flatten_list(const List& list, int32_t kind, std::vector<PhValue>& results, Make make) {
    results.push_back(PhValue{kind, 0, 0, static_cast<int64_t>(list.size())});
    for (size_t i = 0; i < list.size(); ++i) {
        results.push_back(make(list.get(i)));
    }
}

PhValue tensor_value(const at::Tensor& tensor) {
    return tensor.defined() ? PhValue{PH_TENSOR, 0, reinterpret_cast<int64_t>(give(tensor)), 0} : PhValue{PH_NONE, 0, 0, 0};
}

}  // namespace

void flatten(const c10::IValue& value, std::vector<PhValue>& results) {
    if (value.isTensor()) {
        results.push_back(tensor_value(value.toTensor()));
    } else if (value.isNone()) {
        results.push_back(PhValue{PH_NONE, 0, 0, 0});
    } else if (value.isInt()) {
        results.push_back(PhValue{PH_INT, 0, value.toInt(), 0});
    } else if (value.isDouble()) {
        results.push_back(PhValue{PH_DOUBLE, 0, bits(value.toDouble()), 0});
    } else if (value.isBool()) {
        results.push_back(PhValue{PH_BOOL, 0, value.toBool() ? 1 : 0, 0});
    } else if (value.isComplexDouble()) {
        const auto z = value.toComplexDouble();
        results.push_back(PhValue{PH_COMPLEX, 0, bits(z.real()), bits(z.imag())});
    } else if (value.isSymInt()) {
        results.push_back(PhValue{PH_INT, 0, value.toSymInt().expect_int(), 0});
    } else if (value.isString()) {
        strings.push_back(value.toStringRef());
        results.push_back(PhValue{PH_STRING, 0, reinterpret_cast<int64_t>(strings.back().c_str()),
            static_cast<int64_t>(strings.back().size())});
    } else if (value.isDevice()) {
        const auto d = value.toDevice();
        results.push_back(PhValue{PH_DEVICE, 0, static_cast<int64_t>(d.type()), static_cast<int64_t>(d.index())});
    } else if (value.isTensorList()) {
        flatten_list(value.toTensorList(), PH_TENSORS, results, [](const at::Tensor& t) { return tensor_value(t); });
    } else if (value.isIntList()) {
        flatten_list(value.toIntList(), PH_INTS, results, [](int64_t v) { return PhValue{PH_INT, 0, v, 0}; });
    } else if (value.isDoubleList()) {
        flatten_list(value.toDoubleList(), PH_DOUBLES, results, [](double v) { return PhValue{PH_DOUBLE, 0, bits(v), 0}; });
    } else if (value.isBoolList()) {
        flatten_list(value.toBoolList(), PH_BOOLS, results, [](bool v) { return PhValue{PH_BOOL, 0, v ? 1 : 0, 0}; });
    } else if (value.isTuple()) {
        for (const auto& element : value.toTupleRef().elements()) {
            flatten(element, results);
        }
    } else {
        TORCH_CHECK(false, "returns a ", value.tagKind(), ", which has no managed form");
    }
}

}  // namespace ph

using ph::guarded;
using ph::Operator;

PH_API const char* ph_last_error() { return ph::last_error().c_str(); }

PH_API int32_t ph_op_find(const char* name, const char* overload, void** found) {
    return guarded([&] {
        auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
        *found = handle ? static_cast<void*>(new Operator(*handle)) : nullptr;
    });
}

// Writes the overload names of an operator, one a line, into a text that lives until the next call on this thread.
PH_API const char* ph_op_overloads(const char* name) {
    thread_local std::string text;
    text.clear();
    guarded([&] {
        for (const auto& candidate : c10::Dispatcher::singleton().getAllOpNames()) {
            if (candidate.name == name && c10::Dispatcher::singleton().findSchema(candidate)) {
                text += candidate.overload_name + "\n";
            }
        }
    });
    return text.c_str();
}

PH_API const char* ph_op_schema(void* op) {
    thread_local std::string text;
    guarded([&] {
        std::ostringstream out;
        out << static_cast<Operator*>(op)->handle.schema();
        text = out.str();
    });
    return text.c_str();
}

PH_API int32_t ph_op_fits(void* op, const PhValue* args, int32_t count) {
    return ph::arguments_fit(*static_cast<Operator*>(op), args, count) ? 1 : 0;
}

// Calls the operator. At most `capacity` results are written; the rest wait for ph_op_take_rest on the same thread.
PH_API int32_t ph_op_call(void* op, const PhValue* args, int32_t count, PhValue* results, int32_t capacity, int32_t* produced) {
    *produced = 0;
    return guarded([&] {
        const auto& target = *static_cast<Operator*>(op);
        torch::jit::Stack stack;
        stack.reserve(target.parameters.size());
        ph::push_arguments(target, args, count, stack);
        target.handle.callBoxed(&stack);
        if (stack.size() == 1 && stack[0].isTensor() && capacity > 0) {
            auto tensor = std::move(stack[0]).toTensor();
            results[0] = PhValue{tensor.defined() ? PH_TENSOR : PH_NONE, 0, reinterpret_cast<int64_t>(ph::give(std::move(tensor))), 0};
            *produced = 1;
            return;
        }
        ph::strings.clear();
        std::vector<PhValue> all;
        for (const auto& value : stack) {
            ph::flatten(value, all);
        }
        const auto now = std::min<size_t>(all.size(), static_cast<size_t>(capacity));
        std::copy(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(now), results);
        ph::overflow.assign(all.begin() + static_cast<std::ptrdiff_t>(now), all.end());
        *produced = static_cast<int32_t>(all.size());
    });
}

PH_API void ph_op_take_rest(PhValue* results) {
    std::copy(ph::overflow.begin(), ph::overflow.end(), results);
    ph::overflow.clear();
}
