// Where a token is, as a reader of the file sees it: which line, whether a macro's body wrote it, which macro that was.
#pragma once

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace truth {

/// A line of a file of the kernel tree.
struct Place {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
};

class Places {
public:
  Places(clang::SourceManager &sources, const clang::LangOptions &language, std::string tree,
         std::vector<std::string> folders)
      : sources(sources), language(language), tree(std::move(tree)), folders(std::move(folders)) {}

  /// Where the token stands in a file: a macro's argument where it is written, a macro's body where it is expanded.
  Place of(clang::SourceLocation location) const { return place(sources.getFileLoc(location)); }

  /// The line of the outermost macro's name; the same as `of` outside macros.
  unsigned expansionLine(clang::SourceLocation location) const {
    return sources.getExpansionLineNumber(location);
  }

  /// The line where the token's characters are, in a macro's definition for one that its body wrote.
  Place spelling(clang::SourceLocation location) const { return place(sources.getSpellingLoc(location)); }

  /// Whether the file is in one of the folders that the truth is about; the answer is kept by file.
  bool inScope(clang::SourceLocation location) const {
    if (location.isInvalid()) return false;
    const clang::FileID id = sources.getFileID(sources.getFileLoc(location));
    const auto known = scope.find(id);
    if (known != scope.end()) return known->second;
    const std::string file = fileName(id);
    bool inside = false;
    for (const std::string &folder : folders)
      inside |= file.compare(0, folder.size() + 1, folder + "/") == 0;
    return scope[id] = inside;
  }

  /// Whether a macro's body wrote the token (or pasted it), as opposed to the file or a macro's argument.
  bool fromMacroBody(clang::SourceLocation location) const {
    while (location.isMacroID()) {
      if (!sources.isMacroArgExpansion(location)) return true;
      location = sources.getImmediateSpellingLoc(location);
    }
    return false;
  }

  /// The macro that the file names, for a token that a macro's body wrote; empty otherwise.
  std::string macroOf(clang::SourceLocation location) const {
    if (!fromMacroBody(location)) return "";
    clang::SourceLocation outer = location;
    while (outer.isMacroID()) {
      location = outer;
      outer = sources.isMacroArgExpansion(outer) ? sources.getImmediateSpellingLoc(outer)
                                                 : sources.getImmediateExpansionRange(outer).getBegin();
    }
    return clang::Lexer::getImmediateMacroName(location, sources, language).str();
  }

  /// The file's path below the tree; empty for files outside it.
  std::string fileName(clang::FileID id) const {
    const auto known = names.find(id);
    if (known != names.end()) return known->second;
    std::string name;
    if (const auto entry = sources.getFileEntryRefForID(id)) name = belowTree(entry->getName());
    return names[id] = name;
  }

private:
  Place place(clang::SourceLocation location) const {
    if (location.isInvalid()) return {};
    return {fileName(sources.getFileID(location)), sources.getSpellingLineNumber(location),
            sources.getSpellingColumnNumber(location)};
  }

  std::string belowTree(llvm::StringRef path) const {
    llvm::SmallString<256> full(path);
    llvm::sys::fs::make_absolute(full);
    llvm::sys::path::remove_dots(full, /*remove_dot_dot=*/true);
    llvm::StringRef rest(full);
    return rest.consume_front(tree) && rest.consume_front("/") ? rest.str() : "";
  }

  clang::SourceManager &sources;
  const clang::LangOptions &language;
  const std::string tree;
  const std::vector<std::string> folders;
  mutable std::map<clang::FileID, std::string> names;
  mutable std::map<clang::FileID, bool> scope;
};

} // namespace truth
