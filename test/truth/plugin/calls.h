// Calls: of a function by name, and through a function-pointer member (a dispatch).
#pragma once

#include "members.h"
#include "places.h"
#include "records.h"

#include "clang/AST/Expr.h"

#include <string>

namespace truth {

class Calls {
public:
  Calls(const Places &places, Records &records) : places(places), records(records) {}

  void call(const clang::CallExpr *call, const std::string &caller) {
    llvm::SmallVector<const clang::Expr *, 4> callees;
    alternatives(call->getCallee(), callees);
    for (const clang::Expr *callee : callees) one(call, callee, caller, callees.size() > 1);
    staticCallUpdate(call, caller);
  }

private:
  void one(const clang::CallExpr *call, const clang::Expr *callee, const std::string &caller, bool conditional) {
    bool subscript = false;
    while (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(callee)) {
      subscript = true;
      callee = bare(element->getBase());
    }
    if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(callee)) {
      dispatch(call, member, caller, subscript, conditional);
    } else if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(callee)) {
      if (const auto *function = llvm::dyn_cast<clang::FunctionDecl>(name->getDecl())) direct(name, function, caller);
    }
  }

  void dispatch(const clang::CallExpr *call, const clang::MemberExpr *callee, const std::string &caller, bool subscript,
                bool conditional) {
    const auto *field = llvm::dyn_cast<clang::FieldDecl>(callee->getMemberDecl());
    if (field == nullptr || !places.inScope(callee->getMemberLoc())) return;
    const Member member = memberOf(field);
    const Place place = places.of(callee->getMemberLoc());
    const Place spelling = places.spelling(callee->getMemberLoc());
    records.add(llvm::json::Object{{"kind", "dispatch"},
                 {"file", place.file},
                 {"line", place.line},
                 {"expansionLine", places.expansionLine(callee->getMemberLoc())},
                 {"beginLine", places.of(call->getBeginLoc()).line},
                 {"spellingFile", spelling.file},
                 {"spellingLine", spelling.line},
                 {"struct", member.record},
                 {"nameless", member.nameless},
                 {"field", member.field},
                 {"function", caller},
                 {"subscript", subscript},
                 {"conditional", conditional},
                 {"inMacroBody", places.fromMacroBody(callee->getMemberLoc())},
                 {"macro", places.macroOf(callee->getMemberLoc())}});
  }

  void direct(const clang::DeclRefExpr *name, const clang::FunctionDecl *callee, const std::string &caller) {
    if (!places.inScope(name->getLocation())) return;
    const clang::FunctionDecl *definition = nullptr;
    const bool defined = callee->isDefined(definition);
    const Place target = places.of((defined ? definition : callee)->getLocation());
    const Place place = places.of(name->getLocation());
    records.add(llvm::json::Object{{"kind", "call"},
                 {"file", place.file},
                 {"line", place.line},
                 {"expansionLine", places.expansionLine(name->getLocation())},
                 {"caller", caller},
                 {"callee", callee->getName()},
                 {"calleeFile", target.file},
                 {"calleeLine", target.line},
                 {"calleeDefined", defined},
                 {"calleeStatic", callee->getStorageClass() == clang::SC_Static},
                 {"fromMacroBody", places.fromMacroBody(name->getLocation())},
                 {"macro", places.macroOf(name->getLocation())}});
  }

  /// A static call goes to `__SCT__NAME`; what is put there from an ops struct makes it a dispatch of that struct.
  void staticCallUpdate(const clang::CallExpr *call, const std::string &caller) {
    const clang::FunctionDecl *callee = call->getDirectCallee();
    if (callee == nullptr || callee->getName() != "__static_call_update" || call->getNumArgs() != 3) return;
    const auto *key = llvm::dyn_cast<clang::DeclRefExpr>(bare(call->getArg(0)));
    llvm::SmallVector<const clang::Expr *, 4> values;
    alternatives(call->getArg(2), values);
    for (const clang::Expr *value : values) {
      value = initial(value);
      const auto *member = llvm::dyn_cast<clang::MemberExpr>(value);
      const auto *field = member != nullptr ? llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl()) : nullptr;
      if (key == nullptr || field == nullptr) continue;
      const Member target = memberOf(field);
      records.add(llvm::json::Object{{"kind", "static-call"},
                   {"key", key->getDecl()->getName()},
                   {"struct", target.record},
                   {"field", target.field},
                   {"function", caller}});
    }
  }

  /// The kernel's macro checks the type by way of a local variable: what that was initialised with.
  static const clang::Expr *initial(const clang::Expr *value) {
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(value);
    const auto *local = name != nullptr ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
    return local != nullptr && local->hasInit() ? bare(local->getInit()) : value;
  }

  const Places &places;
  Records &records;
};

} // namespace truth
