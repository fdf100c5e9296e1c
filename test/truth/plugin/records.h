// The output: one JSON object a line, each once.
#pragma once

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <set>
#include <string>

namespace truth {

class Records {
public:
  void add(llvm::json::Object record) {
    std::string line;
    llvm::raw_string_ostream(line) << llvm::json::Value(std::move(record));
    lines.insert(std::move(line));
  }

  /// Written whole at the end, so that a file that clang gives up on leaves nothing half-written.
  bool write(const std::string &path) const {
    std::error_code error;
    llvm::raw_fd_ostream out(path, error);
    if (error) return false;
    for (const std::string &line : lines) out << line << '\n';
    return true;
  }

private:
  std::set<std::string> lines;
};

} // namespace truth
