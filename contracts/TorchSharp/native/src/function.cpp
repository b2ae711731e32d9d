// A node of the gradient graph whose backward step is a managed function.
#include "errors.h"
#include "handles.h"
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>

using ph::borrow;
using ph::borrow_all;
using ph::give;
using ph::guarded;
using torch::autograd::variable_list;

namespace {

// Fills one gradient per input (null: none). Returns 0, or 1 with an error text of at most `capacity` bytes.
using Backward = int32_t (*)(void* context, void* const* gradients, int32_t count, void** results, int32_t inputs, char* error,
    int32_t capacity);

struct ManagedNode : torch::autograd::Node {
    Backward backward = nullptr;
    void (*release)(void*) = nullptr;
    void* context = nullptr;
    std::string title;

    ~ManagedNode() override { release_variables(); }

    std::string name() const override { return title; }

    void release_variables() override {
        if (context != nullptr) {
            release(context);
            context = nullptr;
        }
    }

    variable_list apply(variable_list&& gradients) override {
        TORCH_CHECK(context != nullptr, title, ": backward ran a second time after its saved values were freed; ask for retain_graph");
        std::vector<void*> given;
        for (auto& gradient : gradients) {
            given.push_back(give(gradient));
        }
        std::vector<void*> results(num_outputs(), nullptr);
        char error[1024] = "";
        const auto failed = backward(context, given.data(), static_cast<int32_t>(given.size()), results.data(),
            static_cast<int32_t>(results.size()), error,
                                     static_cast<int32_t>(sizeof(error)));
        variable_list list;
        for (auto* handle : results) {
            list.push_back(handle == nullptr ? at::Tensor()
                                             : at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(
                                                   static_cast<c10::TensorImpl*>(handle))));
        }
        TORCH_CHECK(failed == 0, title, ": ", error);
        return list;
    }
};

}  // namespace

// Makes the outputs results of a function of the inputs. The context is released when the graph is, or at once where no gradient is wanted.
PH_API int32_t ph_function_record(void* const* inputs, int64_t count, void* const* outputs, int64_t output_count, const char* name,
    Backward backward,
                                  void (*release)(void*), void* context) {
    return guarded([&] {
        auto node = std::shared_ptr<ManagedNode>(new ManagedNode(), torch::autograd::deleteNode);
        node->backward = backward;
        node->release = release;
        node->context = context;
        node->title = name;
        node->set_next_edges(torch::autograd::collect_next_edges(borrow_all(inputs, count)));
        for (int64_t i = 0; i < output_count; ++i) {
            auto output = borrow(outputs[i]);
            torch::autograd::set_history(output, node);
        }
    });
}
