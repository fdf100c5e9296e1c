// Calls of values, and functions handed over: what is called that is no function's name, and what gets there.
#pragma once

#include "../plugin/members.h"
#include "../plugin/places.h"
#include "../plugin/records.h"

#include "clang/AST/Expr.h"

#include <string>

namespace truth {

class Handed {
public:
  Handed(const Places &places, Records &records) : places(places), records(records) {}

  /// A call of something that is neither a function's name nor a member; those have records of their own.
  void indirect(const clang::CallExpr *call, const clang::FunctionDecl *caller) {
    llvm::SmallVector<const clang::Expr *, 4> callees;
    alternatives(call->getCallee(), callees);
    for (const clang::Expr *callee : callees) calledValue(call, callee, caller);
  }

  /// The functions, parameters and other values that a call of a function by its name hands over.
  void handed(const clang::CallExpr *call, const clang::FunctionDecl *caller) {
    const clang::FunctionDecl *callee = call->getDirectCallee();
    if (callee == nullptr || callee->getName().starts_with("__builtin_")) return;
    for (unsigned index = 0; index < callee->getNumParams() && index < call->getNumArgs(); index++) {
      if (!callee->getParamDecl(index)->getType()->isFunctionPointerType()) continue;
      const clang::Expr *argument = call->getArg(index);
      llvm::json::Object record = value(argument, caller, "handed");
      record["callee"] = callee->getName();
      record["calleeFile"] = home(callee);
      record["index"] = index;
      const Place place = places.of(argument->getBeginLoc());
      record["line"] = place.line;
      record["lineFile"] = place.file;
      records.add(std::move(record));
    }
  }

  /// `member = parameter`: what the function is handed ends there.
  void kept(const clang::FieldDecl *field, const clang::Expr *stored, const clang::FunctionDecl *owner) {
    llvm::SmallVector<const clang::Expr *, 4> values;
    alternatives(stored, values);
    for (const clang::Expr *each : values) {
      const clang::ParmVarDecl *parameter = parameterOf(each);
      if (parameter == nullptr || owner == nullptr) continue;
      const Member member = memberOf(field);
      records.add(llvm::json::Object{{"kind", "keeps"},
                   {"callee", owner->getName()},
                   {"calleeFile", home(owner)},
                   {"index", parameter->getFunctionScopeIndex()},
                   {"struct", member.record},
                   {"field", member.field}});
    }
  }

  /// What a variable of function-pointer type is set to.
  void held(const clang::VarDecl *variable, const clang::Expr *stored, const clang::FunctionDecl *owner) {
    if (!variable->getType()->isFunctionPointerType() || !places.inScope(variable->getLocation())) return;
    llvm::json::Object record = value(stored, owner, "held");
    record["name"] = variable->getName();
    record["local"] = !variable->hasGlobalStorage();
    records.add(std::move(record));
  }

  /// The functions in an array of pointers to functions that is no member.
  void elements(const clang::VarDecl *variable, const std::string &in) {
    bool array = false;
    if (isFunctionPointer(variable->getType(), array) && array) elementsIn(variable->getInit(), variable, in);
  }

private:
  void elementsIn(const clang::Expr *init, const clang::VarDecl *variable, const std::string &in) {
    if (const auto *list = llvm::dyn_cast<clang::InitListExpr>(init->IgnoreParens())) {
      if (!list->isSemanticForm() && list->getSemanticForm() != nullptr) list = list->getSemanticForm();
      for (const clang::Expr *element : list->inits()) elementsIn(element, variable, in);
      return;
    }
    for (const clang::DeclRefExpr *name : functionsIn(init)) {
      if (!places.inScope(name->getLocation())) continue;
      llvm::json::Object record = where(name->getLocation());
      record["kind"] = "element";
      record["object"] = variable->getName();
      record["in"] = in;
      record["function"] = name->getDecl()->getName();
      records.add(std::move(record));
    }
  }

  void calledValue(const clang::CallExpr *call, const clang::Expr *callee, const clang::FunctionDecl *caller) {
    const char *form = "other";
    while (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(callee)) {
      form = "array";
      callee = bare(element->getBase());
    }
    if (llvm::isa<clang::MemberExpr>(callee) || !places.inScope(callee->getBeginLoc())) return;
    const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(callee);
    if (reference != nullptr && llvm::isa<clang::FunctionDecl>(reference->getDecl())) return;
    llvm::json::Object record = where(callee->getBeginLoc());
    const auto *variable = reference != nullptr ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
    if (variable != nullptr) {
      record["name"] = variable->getName();
      record["local"] = !variable->hasGlobalStorage();
      if (std::string(form) == "other") form = "variable";
    } else {
      record["name"] = callee->getStmtClassName();
    }
    if (const clang::ParmVarDecl *parameter = parameterOf(callee)) {
      record["index"] = parameter->getFunctionScopeIndex();
      if (std::string(form) == "variable") form = "parameter";
    }
    record["kind"] = "indirect";
    record["form"] = form;
    record["beginLine"] = places.of(call->getBeginLoc()).line;
    record["function"] = caller == nullptr ? "" : caller->getName();
    record["functionFile"] = caller == nullptr ? "" : home(caller);
    records.add(std::move(record));
  }

  llvm::json::Object where(clang::SourceLocation location) {
    const Place place = places.of(location);
    const Place spelling = places.spelling(location);
    return llvm::json::Object{{"file", place.file},
                              {"line", place.line},
                              {"expansionLine", places.expansionLine(location)},
                              {"spellingFile", spelling.file},
                              {"spellingLine", spelling.line},
                              {"macro", places.macroOf(location)}};
  }

  /// A record of a value: the functions that it names, or which parameter it is, or that it is something else.
  llvm::json::Object value(const clang::Expr *stored, const clang::FunctionDecl *owner, const char *kind) {
    llvm::SmallVector<const clang::Expr *, 4> choices;
    alternatives(stored, choices);
    llvm::json::Array functions;
    bool others = false;
    int from = -1;
    for (const clang::Expr *choice : choices) {
      const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(choice);
      if (const clang::ParmVarDecl *parameter = parameterOf(choice)) from = int(parameter->getFunctionScopeIndex());
      else if (name != nullptr && llvm::isa<clang::FunctionDecl>(name->getDecl())) functions.push_back(name->getDecl()->getName());
      else if (!llvm::isa<clang::IntegerLiteral>(choice)) others = true;
    }
    return llvm::json::Object{{"kind", kind},
                              {"functions", std::move(functions)},
                              {"from", from},
                              {"others", others},
                              {"in", owner == nullptr ? "" : owner->getName()},
                              {"inFile", owner == nullptr ? "" : home(owner)}};
  }

  static const clang::ParmVarDecl *parameterOf(const clang::Expr *expression) {
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(bare(expression));
    return name == nullptr ? nullptr : llvm::dyn_cast<clang::ParmVarDecl>(name->getDecl());
  }

  /// The file of a function that only this file can name; empty for one that all can.
  std::string home(const clang::FunctionDecl *function) const {
    if (function->getStorageClass() != clang::SC_Static) return "";
    return places.of(function->getLocation()).file;
  }

  const Places &places;
  Records &records;
};

} // namespace truth
