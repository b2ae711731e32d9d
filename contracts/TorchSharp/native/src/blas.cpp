// Threads, and the BLAS that libtorch's matrix products end in.
#include "errors.h"
#include "libraries.h"
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <algorithm>
#include <dlfcn.h>
#include <link.h>
#include <vector>

using ph::guarded;

namespace ph {
namespace {

int remember(dl_phdr_info* info, size_t, void* data) {
    if (info->dlpi_name != nullptr) {
        static_cast<std::vector<std::string>*>(data)->emplace_back(info->dlpi_name);
    }
    return 0;
}

// The paths of all loaded libraries whose file name contains `part`. Opening them waits until the loader's own lock is given back.
std::vector<std::string> loaded(const char* part) {
    std::vector<std::string> paths;
    dl_iterate_phdr(remember, &paths);
    const auto differs = [part](const std::string& path) { return path.find(part, path.find_last_of('/') + 1) == std::string::npos; };
    paths.erase(std::remove_if(paths.begin(), paths.end(), differs), paths.end());
    return paths;
}

}  // namespace

std::string loaded_library(const char* part) {
    const auto paths = loaded(part);
    return paths.empty() ? "" : paths.front();
}

void* find_function(const char* part, const char* name) {
    for (const auto& path : loaded(part)) {
        void* library = dlopen(path.c_str(), RTLD_LAZY | RTLD_NOLOAD);
        if (library != nullptr) {
            void* address = dlsym(library, name);
            dlclose(library);
            if (address != nullptr) {
                return address;
            }
        }
    }
    return nullptr;
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
