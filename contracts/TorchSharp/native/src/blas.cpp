// Threads, and the BLAS that libtorch's matrix products end in.
#include "errors.h"
#include "libraries.h"
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <dlfcn.h>
#include <link.h>

using ph::guarded;

namespace ph {
namespace {

struct Search {
    const char* part;
    const char* function;
    std::string path;
    void* address;
};

int visit(dl_phdr_info* info, size_t, void* data) {
    auto* search = static_cast<Search*>(data);
    const std::string path = info->dlpi_name == nullptr ? "" : info->dlpi_name;
    const auto slash = path.find_last_of('/');
    if (path.find(search->part, slash == std::string::npos ? 0 : slash) == std::string::npos) {
        return 0;
    }
    if (search->function == nullptr) {
        search->path = path;
        return 1;
    }
    void* library = dlopen(path.c_str(), RTLD_LAZY | RTLD_NOLOAD);
    if (library == nullptr) {
        return 0;
    }
    search->address = dlsym(library, search->function);
    dlclose(library);
    search->path = path;
    return search->address == nullptr ? 0 : 1;
}

}  // namespace

std::string loaded_library(const char* part) {
    Search search{part, nullptr, "", nullptr};
    dl_iterate_phdr(visit, &search);
    return search.path;
}

void* find_function(const char* part, const char* name) {
    Search search{part, name, "", nullptr};
    dl_iterate_phdr(visit, &search);
    return search.address;
}

}  // namespace ph

PH_API int32_t ph_get_num_threads() { return at::get_num_threads(); }

PH_API int32_t ph_set_num_threads(int32_t count) {
    return guarded([&] { at::set_num_threads(count); });
}

PH_API int32_t ph_get_num_interop_threads() { return at::get_num_interop_threads(); }

PH_API int32_t ph_set_num_interop_threads(int32_t count) {
    return guarded([&] { at::set_num_interop_threads(count); });
}

// What libtorch says of its own build.
PH_API const char* ph_config() {
    thread_local std::string text;
    guarded([&] { text = at::show_config(); });
    return text.c_str();
}

PH_API int32_t ph_has_mkl() { return at::hasMKL() ? 1 : 0; }

// OpenBLAS's own description, or an empty text where OpenBLAS is not the BLAS in use.
PH_API const char* ph_openblas_config() {
    auto get = ph::find<char* (*)()>("blas", "openblas_get_config");
    return get == nullptr ? "" : get();
}

PH_API const char* ph_blas_library() {
    thread_local std::string text;
    text = ph::loaded_library("openblas");
    if (text.empty()) {
        text = ph::loaded_library("blas.so");
    }
    return text.c_str();
}

// The number of threads of OpenBLAS, or 0 where it is not in use.
PH_API int32_t ph_blas_get_threads() {
    auto get = ph::find<int (*)()>("blas", "openblas_get_num_threads");
    return get == nullptr ? 0 : get();
}

PH_API int32_t ph_blas_set_threads(int32_t count) {
    auto set = ph::find<void (*)(int)>("blas", "openblas_set_num_threads");
    if (set == nullptr) {
        return 0;
    }
    set(count);
    return 1;
}

PH_API const char* ph_libtorch_path() {
    thread_local std::string text;
    text = ph::loaded_library("libtorch_cpu");
    return text.c_str();
}
