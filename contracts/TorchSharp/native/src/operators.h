// An operator found once in libtorch's dispatcher, with what is needed to check a call against its schema.
#pragma once
#include "api.h"
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <string>
#include <vector>

namespace ph {

enum class Want { Tensor, Int, ScalarType, Double, Number, Bool, Ints, Doubles, Bools, Tensors, OptionalTensors, String, Device,
    Generator, Other };

struct Parameter {
    std::string name;
    Want want = Want::Other;
    bool optional = false;
    bool has_default = false;
    int32_t repeat = 0;  // the N of int[N]: a single number stands for N of them
    c10::IValue default_value;
    std::string type_name;
};

struct Operator {
    explicit Operator(c10::OperatorHandle found);
    c10::OperatorHandle handle;
    std::string name;
    std::vector<Parameter> parameters;
};

// Appends one value per parameter to the stack; throws c10::Error naming operator and argument when a kind does not fit.
void push_arguments(const Operator& op, const PhValue* args, int32_t count, torch::jit::Stack& stack);

// Whether the kinds alone fit; used to choose among overloads.
bool arguments_fit(const Operator& op, const PhValue* args, int32_t count);

// Flattens results: a list is one value of a list kind with its length in `b`, followed by its elements.
void flatten(const c10::IValue& value, std::vector<PhValue>& results);

}  // namespace ph
