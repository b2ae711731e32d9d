// A node of the gradient graph whose backward step is a managed function.
#include "errors.h"
#include "handles.h"
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>

#include <memory>
#include <type_traits>

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

// The graph counts references to its nodes with std::shared_ptr in older versions of libtorch and with c10::intrusive_ptr in newer ones, which
// no longer have deleteNode; its name is looked up only where it is used.
template <typename T, typename Pointer = decltype(torch::autograd::Edge::function)>
auto make_node() {
    if constexpr (std::is_same_v<Pointer, std::shared_ptr<torch::autograd::Node>>) {
        return std::shared_ptr<T>(new T(), [](T* node) { deleteNode(node); });
    } else {
        return c10::make_intrusive<T>();
    }
}

}  // namespace

// Makes the outputs results of a function of the inputs. The context is released when the graph is, or at once where no gradient is wanted.
PH_API int32_t ph_function_record(void* const* inputs, int64_t count, void* const* outputs, int64_t output_count, const char* name,
    Backward backward,
                                  void (*release)(void*), void* context) {
    return guarded([&] {
        auto node = make_node<ManagedNode>();
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
