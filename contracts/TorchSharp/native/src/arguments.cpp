// Kinds of arguments: what the schema wants, whether a value fits, and the IValue made of it.
#include "handles.h"
#include "operators.h"
#include <ATen/ScalarOps.h>
#include <ATen/core/jit_type.h>
#include <cstring>
#include <sstream>

namespace ph {
namespace {

double as_double(int64_t bits) {
    double value;
    std::memcpy(&value, &bits, sizeof(value));
    return value;
}

Want want_of_element(const c10::Type& type) {
    switch (type.kind()) {
        case c10::TypeKind::IntType:
        case c10::TypeKind::SymIntType: return Want::Ints;
        case c10::TypeKind::FloatType: return Want::Doubles;
        case c10::TypeKind::BoolType: return Want::Bools;
        case c10::TypeKind::TensorType: return Want::Tensors;
        case c10::TypeKind::OptionalType: return Want::OptionalTensors;
        default: return Want::Other;
    }
}

Want want_of(const c10::Type& type) {
    switch (type.kind()) {
        case c10::TypeKind::TensorType: return Want::Tensor;
        case c10::TypeKind::IntType:
        case c10::TypeKind::SymIntType:
        case c10::TypeKind::LayoutType:
        case c10::TypeKind::MemoryFormatType: return Want::Int;
        case c10::TypeKind::ScalarTypeType: return Want::ScalarType;
        case c10::TypeKind::FloatType: return Want::Double;
        case c10::TypeKind::NumberType: return Want::Number;
        case c10::TypeKind::BoolType: return Want::Bool;
        case c10::TypeKind::StringType: return Want::String;
        case c10::TypeKind::DeviceObjType: return Want::Device;
        case c10::TypeKind::GeneratorType: return Want::Generator;
        case c10::TypeKind::ListType: return want_of_element(*type.containedTypes()[0]);
        default: return Want::Other;
    }
}

const char* kind_name(int32_t kind) {
    static const char* const names[] = {"None", "Tensor", "int", "float", "bool", "complex", "int[]", "float[]", "bool[]", "Tensor[]",
                                        "Tensor?[]", "string", "ScalarType", "Device", "Generator", "default"};
    return kind >= 0 && kind <= PH_DEFAULT ? names[kind] : "unknown";
}

bool number(int32_t kind) { return kind == PH_INT || kind == PH_DOUBLE || kind == PH_BOOL || kind == PH_COMPLEX; }

bool fits(const Parameter& p, const PhValue& v) {
    if (v.kind == PH_DEFAULT) {
        return p.has_default;
    }
    if (v.kind == PH_NONE) {
        return p.optional;
    }
    switch (p.want) {
        case Want::Tensor: return v.kind == PH_TENSOR || number(v.kind);
        case Want::Int: return v.kind == PH_INT || v.kind == PH_BOOL || v.kind == PH_SCALAR_TYPE;
        case Want::ScalarType: return v.kind == PH_SCALAR_TYPE || v.kind == PH_INT;
        case Want::Double: return v.kind == PH_DOUBLE || v.kind == PH_INT || v.kind == PH_BOOL;
        case Want::Number: return number(v.kind);
        case Want::Bool: return v.kind == PH_BOOL;
        case Want::Ints: return v.kind == PH_INTS || (v.kind == PH_INT && p.repeat > 0);
        case Want::Doubles: return v.kind == PH_DOUBLES || v.kind == PH_INTS;
        case Want::Bools: return v.kind == PH_BOOLS || (v.kind == PH_BOOL && p.repeat > 0)
            || ((v.kind == PH_INTS || v.kind == PH_DOUBLES) && v.b == 0);
        case Want::Tensors: return v.kind == PH_TENSORS;
        case Want::OptionalTensors: return v.kind == PH_OPTIONAL_TENSORS || v.kind == PH_TENSORS;
        case Want::String: return v.kind == PH_STRING;
        case Want::Device: return v.kind == PH_DEVICE;
        case Want::Generator: return v.kind == PH_GENERATOR;
        default: return false;
    }
}

c10::Scalar scalar_of(const PhValue& v) {
    switch (v.kind) {
        case PH_INT: return c10::Scalar(v.a);
        case PH_BOOL: return c10::Scalar(v.a != 0);
        case PH_COMPLEX: return c10::Scalar(c10::complex<double>(as_double(v.a), as_double(v.b)));
        default: return c10::Scalar(as_double(v.a));
    }
}

template <typename T, typename Read>
c10::IValue list_of(const PhValue& v, Read read) {
    c10::List<T> list;
    list.reserve(static_cast<size_t>(v.b));
    for (int64_t i = 0; i < v.b; ++i) {
        list.push_back(read(i));
    }
    return c10::IValue(std::move(list));
}

c10::IValue ints_of(const Parameter& p, const PhValue& v) {
    if (v.kind == PH_INT) {
        return list_of<int64_t>(PhValue{PH_INTS, 0, 0, p.repeat}, [&](int64_t) { return v.a; });
    }
    const auto* data = reinterpret_cast<const int64_t*>(v.a);
    return list_of<int64_t>(v, [=](int64_t i) { return data[i]; });
}

c10::IValue tensors_of(const Parameter& p, const PhValue& v) {
    auto* const* handles = reinterpret_cast<void* const*>(v.a);
    if (p.want == Want::Tensors) {
        return list_of<at::Tensor>(v, [=](int64_t i) { return borrow(handles[i]); });
    }
    using OptionalTensor = typename decltype(std::declval<const c10::IValue&>().toOptionalTensorList())::value_type;
    return list_of<OptionalTensor>(v, [=](int64_t i) { return handles[i] == nullptr ? OptionalTensor()
        : OptionalTensor(borrow(handles[i])); });
}

c10::IValue convert(const Parameter& p, const PhValue& v) {
    if (v.kind == PH_DEFAULT) {
        return p.default_value;
    }
    if (v.kind == PH_NONE) {
        return c10::IValue();
    }
    switch (p.want) {
        case Want::Tensor:
            return v.kind == PH_TENSOR ? c10::IValue(borrow(reinterpret_cast<void*>(v.a)))
                : c10::IValue(at::native::wrapped_scalar_tensor(scalar_of(v)));
        case Want::Int:
        case Want::ScalarType: return c10::IValue(v.a);
        case Want::Double: return c10::IValue(v.kind == PH_DOUBLE ? as_double(v.a) : static_cast<double>(v.a));
        case Want::Number: return c10::IValue(scalar_of(v));
        case Want::Bool: return c10::IValue(v.a != 0);
        case Want::Ints: return ints_of(p, v);
        case Want::Doubles: {
            const auto* data = reinterpret_cast<const int64_t*>(v.a);
            const bool real = v.kind == PH_DOUBLES;
            return list_of<double>(v, [=](int64_t i) { return real ? as_double(data[i]) : static_cast<double>(data[i]); });
        }
        case Want::Bools: {
            const auto* data = reinterpret_cast<const int64_t*>(v.a);
            return v.kind == PH_BOOL ? list_of<bool>(PhValue{PH_BOOLS, 0, 0, p.repeat}, [&](int64_t) { return v.a != 0; })
                                     : list_of<bool>(v, [=](int64_t i) { return data[i] != 0; });
        }
        case Want::Tensors:
        case Want::OptionalTensors: return tensors_of(p, v);
        case Want::String: return c10::IValue(std::string(reinterpret_cast<const char*>(v.a), static_cast<size_t>(v.b)));
        case Want::Device: return c10::IValue(c10::Device(static_cast<c10::DeviceType>(v.a), static_cast<c10::DeviceIndex>(v.b)));
        case Want::Generator: return c10::IValue(borrow_generator(reinterpret_cast<void*>(v.a)));
        default: break;
    }
    TORCH_CHECK(false, "no conversion for ", p.type_name);
}

}  // namespace

Operator::Operator(c10::OperatorHandle found) : handle(found) {
    const auto& schema = handle.schema();
    name = schema.name() + (schema.overload_name().empty() ? "" : "." + schema.overload_name());
    for (const auto& argument : schema.arguments()) {
        Parameter p;
        p.name = argument.name();
        c10::TypePtr type = argument.real_type();
        p.type_name = type->str();
        if (type->kind() == c10::TypeKind::OptionalType) {
            p.optional = true;
            type = type->containedTypes()[0];
        }
        p.want = want_of(*type);
        p.repeat = argument.N() ? static_cast<int32_t>(*argument.N()) : 0;
        if (argument.default_value()) {
            p.has_default = true;
            p.default_value = *argument.default_value();
        } else if (p.optional) {
            p.has_default = true;
        }
        parameters.push_back(std::move(p));
    }
}

bool arguments_fit(const Operator& op, const PhValue* args, int32_t count) {
    if (static_cast<size_t>(count) > op.parameters.size()) {
        return false;
    }
    for (size_t i = 0; i < op.parameters.size(); ++i) {
        const auto& p = op.parameters[i];
        if (static_cast<int32_t>(i) < count ? !fits(p, args[i]) : !p.has_default) {
            return false;
        }
    }
    return true;
}

void push_arguments(const Operator& op, const PhValue* args, int32_t count, torch::jit::Stack& stack) {
    const auto total = static_cast<int32_t>(op.parameters.size());
    TORCH_CHECK(count <= total, "takes at most ", total, " arguments, got ", count);
    for (int32_t i = 0; i < total; ++i) {
        const auto& p = op.parameters[static_cast<size_t>(i)];
        if (i >= count) {
            TORCH_CHECK(p.has_default, "argument '", p.name, "' (", p.type_name, ", position ", i + 1, ") is missing");
            stack.push_back(p.default_value);
            continue;
        }
        TORCH_CHECK(fits(p, args[i]), "argument '", p.name, "' (position ", i + 1, ") wants ", p.type_name, p.optional ? "?" : "", ", got ",
                    kind_name(args[i].kind));
        stack.push_back(convert(p, args[i]));
    }
}

}  // namespace ph
