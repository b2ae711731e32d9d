// Functions of libraries that are in the process already, found by name: no header and no link dependency is needed.
#pragma once
#include <string>

namespace ph {

// The path of a loaded shared library whose file name contains `part`, or an empty text.
std::string loaded_library(const char* part);

// A function of a loaded shared library whose file name contains `part`, or null.
void* find_function(const char* part, const char* name);

template <typename F>
F find(const char* part, const char* name) {
    return reinterpret_cast<F>(find_function(part, name));
}

}  // namespace ph
