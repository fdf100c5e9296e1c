// What the preprocessor decides: the lines that an #if leaves out, and where the file names a function-like macro.
#pragma once

#include "places.h"
#include "records.h"

#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Token.h"

namespace truth {

class Preprocessor : public clang::PPCallbacks {
public:
  Preprocessor(const Places &places, clang::SourceManager &sources, Records &records)
      : places(places), sources(sources), records(records) {}

  /// From the directive that is false to the one that ends the group, both included.
  void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) override {
    if (!places.inScope(range.getBegin())) return;
    const Place from = places.of(range.getBegin());
    const unsigned to = places.of(range.getEnd()).line;
    records.add(llvm::json::Object{{"kind", "skipped"}, {"file", from.file}, {"from", from.line}, {"to", to}});
  }

  void MacroExpands(const clang::Token &name, const clang::MacroDefinition &macro, clang::SourceRange,
                    const clang::MacroArgs *) override {
    if (!macro.getMacroInfo()->isFunctionLike() || !places.inScope(name.getLocation())) return;
    if (places.fromMacroBody(name.getLocation())) return;
    const Place place = places.of(name.getLocation());
    records.add(llvm::json::Object{{"kind", "macro"},
                 {"file", place.file},
                 {"line", place.line},
                 {"name", name.getIdentifierInfo()->getName()}});
  }

  /// A macro's definition: code in there is judged where the macro is expanded.
  void MacroDefined(const clang::Token &name, const clang::MacroDirective *directive) override {
    if (!places.inScope(name.getLocation())) return;
    const Place from = places.of(name.getLocation());
    const unsigned to = places.of(directive->getMacroInfo()->getDefinitionEndLoc()).line;
    records.add(llvm::json::Object{{"kind", "define"}, {"file", from.file}, {"from", from.line}, {"to", to}});
  }

  void FileChanged(clang::SourceLocation location, FileChangeReason reason, clang::SrcMgr::CharacteristicKind,
                   clang::FileID) override {
    if (reason != EnterFile || !places.inScope(location)) return;
    const Place place = places.of(location);
    const bool main = sources.getFileID(location) == sources.getMainFileID();
    records.add(llvm::json::Object{{"kind", "file"}, {"file", place.file}, {"main", main}});
  }

private:
  const Places &places;
  clang::SourceManager &sources;
  Records &records;
};

} // namespace truth
