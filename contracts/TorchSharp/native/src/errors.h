// Turns every C++ exception into a return code and a text kept per thread.
#pragma once
#include "api.h"
#include <c10/util/Exception.h>
#include <exception>
#include <string>

namespace ph {

std::string& last_error();

template <typename F>
int guarded(F&& body) noexcept {
    try {
        body();
        return 0;
    } catch (const c10::Error& e) {
        last_error() = e.what_without_backtrace();
    } catch (const std::exception& e) {
        last_error() = e.what();
    } catch (...) {
        last_error() = "unknown C++ exception";
    }
    return 1;
}

}  // namespace ph
