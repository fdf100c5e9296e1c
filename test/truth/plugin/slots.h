// Slots: the functions that an initialiser or an assignment puts into function-pointer members.
#pragma once

#include "members.h"
#include "places.h"
#include "records.h"

#include "clang/AST/Expr.h"

#include <map>
#include <string>

namespace truth {

class Slots {
public:
  Slots(const Places &places, Records &records) : places(places), records(records) {}

  /// What is being initialised, for the record.
  struct Object {
    std::string name;
    std::string function;
    bool literal = false;
    clang::SourceLocation location;
  };

  /// A `.member =` and the value behind it: the value's own line may be a later one.
  void designated(const clang::DesignatedInitExpr *init) {
    for (const clang::DeclRefExpr *name : functionsIn(init->getInit()))
      designators[name] = init->getDesignator(0)->getBeginLoc();
  }

  /// Walks the meaning of an initialiser (not its spelling), so that positional and nested members come out named.
  void object(const clang::Expr *init, const Object &owner) {
    if (const auto *update = llvm::dyn_cast<clang::DesignatedInitUpdateExpr>(init)) {
      object(update->getBase(), owner);
      object(update->getUpdater(), owner);
      return;
    }
    const auto *list = llvm::dyn_cast<clang::InitListExpr>(init->IgnoreParens());
    if (list == nullptr) return;
    if (!list->isSemanticForm() && list->getSemanticForm() != nullptr) list = list->getSemanticForm();
    const auto *record = list->getType()->getAsRecordDecl();
    if (record == nullptr) {
      for (const clang::Expr *element : list->inits()) object(element, owner);
    } else if (record->isUnion()) {
      if (list->getInitializedFieldInUnion() != nullptr && list->getNumInits() > 0)
        member(list, list->getInitializedFieldInUnion(), list->getInit(0), owner);
    } else {
      unsigned index = 0;
      for (const clang::FieldDecl *field : record->fields()) {
        if (field->isUnnamedBitField()) continue;
        if (index >= list->getNumInits()) break;
        member(list, field, list->getInit(index++), owner);
      }
    }
  }

  /// `x->hook = f`.
  void assigned(const clang::BinaryOperator *assignment, const std::string &function) {
    const auto *target = llvm::dyn_cast<clang::MemberExpr>(assignment->getLHS()->IgnoreParens());
    if (target == nullptr) return;
    const auto *field = llvm::dyn_cast<clang::FieldDecl>(target->getMemberDecl());
    bool array = false;
    if (field == nullptr || !isFunctionPointer(field->getType(), array)) return;
    for (const clang::DeclRefExpr *name : functionsIn(assignment->getRHS())) {
      llvm::json::Object record = slot("assign", field, name, false);
      record["caller"] = function;
      record["memberLine"] = places.of(target->getMemberLoc()).line;
      record["targetMacro"] = places.macroOf(target->getMemberLoc());
      add(name, std::move(record));
    }
  }

private:
  void member(const clang::InitListExpr *list, const clang::FieldDecl *field, const clang::Expr *value,
              const Object &owner) {
    bool array = false;
    if (!isFunctionPointer(field->getType(), array)) {
      object(value, owner);
      return;
    }
    if (const auto *elements = array ? llvm::dyn_cast<clang::InitListExpr>(value->IgnoreParens()) : nullptr) {
      for (const clang::Expr *element : elements->inits()) filled(list, field, element, owner, true);
      return;
    }
    filled(list, field, value, owner, array);
  }

  void filled(const clang::InitListExpr *list, const clang::FieldDecl *field, const clang::Expr *value,
              const Object &owner, bool array) {
    const auto names = functionsIn(value);
    for (const clang::DeclRefExpr *name : names) {
      llvm::json::Object record = slot("slot", field, name, array);
      record["object"] = owner.name;
      record["objectLine"] = places.of(owner.location).line;
      record["in"] = owner.function;
      record["literal"] = owner.literal;
      record["conditional"] = names.size() > 1 || llvm::isa<clang::AbstractConditionalOperator>(bare(value));
      record["tableMacro"] = places.macroOf(list->getLBraceLoc());
      const auto designator = designators.find(name);
      if (designator != designators.end()) {
        record["designatorLine"] = places.of(designator->second).line;
        record["designatorMacro"] = places.macroOf(designator->second);
      }
      add(name, std::move(record));
    }
  }

  llvm::json::Object slot(const char *kind, const clang::FieldDecl *field, const clang::DeclRefExpr *name, bool array) {
    const Member member = memberOf(field);
    const Place place = places.of(name->getLocation());
    const Place spelling = places.spelling(name->getLocation());
    return llvm::json::Object{{"kind", kind},
                              {"file", place.file},
                              {"line", place.line},
                              {"expansionLine", places.expansionLine(name->getLocation())},
                              {"spellingFile", spelling.file},
                              {"spellingLine", spelling.line},
                              {"struct", member.record},
                              {"nameless", member.nameless},
                              {"field", member.field},
                              {"function", name->getDecl()->getName()},
                              {"array", array},
                              {"valueMacro", places.macroOf(name->getLocation())}};
  }

  void add(const clang::DeclRefExpr *name, llvm::json::Object record) {
    if (places.inScope(name->getLocation())) records.add(std::move(record));
  }

  const Places &places;
  Records &records;
  std::map<const clang::DeclRefExpr *, clang::SourceLocation> designators;
};

} // namespace truth
