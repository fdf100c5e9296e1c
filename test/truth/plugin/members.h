// Function-pointer members: how they and the structs that hold them are called, and which functions a value names.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"

#include <string>

namespace truth {

/// A member and the struct it is looked up in. A nameless struct has the name of the one around it, or none.
struct Member {
  std::string record;
  std::string field;
  bool nameless = false;
};

/// The struct's tag, or the typedef that names it; the enclosing struct's for a nameless one.
inline std::string recordName(const clang::RecordDecl *record, bool &nameless) {
  if (!record->getName().empty()) return record->getName().str();
  if (const auto *alias = record->getTypedefNameForAnonDecl()) return alias->getName().str();
  nameless = true;
  const auto *outer = llvm::dyn_cast_or_null<clang::RecordDecl>(record->getLexicalParent());
  return outer != nullptr ? recordName(outer, nameless) : "";
}

inline Member memberOf(const clang::FieldDecl *field) {
  Member member;
  member.field = field->getName().str();
  member.record = recordName(field->getParent(), member.nameless);
  return member;
}

/// Whether the type is a pointer to function, or (`array` then becomes true) an array of them.
inline bool isFunctionPointer(clang::QualType type, bool &array) {
  while (const auto *elements = type->getAsArrayTypeUnsafe()) {
    array = true;
    type = elements->getElementType();
  }
  return type->isFunctionPointerType();
}

/// The expression without parentheses, casts, `&` and `*`, none of which changes which function is meant.
inline const clang::Expr *bare(const clang::Expr *expression) {
  for (;;) {
    expression = expression->IgnoreParenCasts();
    const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression);
    if (unary == nullptr) return expression;
    if (unary->getOpcode() != clang::UO_AddrOf && unary->getOpcode() != clang::UO_Deref &&
        unary->getOpcode() != clang::UO_Extension)
      return expression;
    expression = unary->getSubExpr();
  }
}

/// What an expression can be, looking through `?:`, the chosen arm of a compile-time choice, and `({ ...; value; })`.
inline void alternatives(const clang::Expr *expression, llvm::SmallVectorImpl<const clang::Expr *> &out) {
  expression = bare(expression);
  if (const auto *choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(expression)) {
    alternatives(choice->getTrueExpr(), out);
    alternatives(choice->getFalseExpr(), out);
  } else if (const auto *opaque = llvm::dyn_cast<clang::OpaqueValueExpr>(expression)) {
    if (opaque->getSourceExpr() != nullptr) alternatives(opaque->getSourceExpr(), out);
  } else if (const auto *chosen = llvm::dyn_cast<clang::ChooseExpr>(expression)) {
    alternatives(chosen->getChosenSubExpr(), out);
  } else if (const auto *generic = llvm::dyn_cast<clang::GenericSelectionExpr>(expression)) {
    if (!generic->isResultDependent()) alternatives(generic->getResultExpr(), out);
  } else if (const auto *block = llvm::dyn_cast<clang::StmtExpr>(expression)) {
    const auto *body = block->getSubStmt();
    const auto *last = body->body_empty() ? nullptr : llvm::dyn_cast<clang::Expr>(body->body_back());
    if (last != nullptr) alternatives(last, out);
  } else {
    out.push_back(expression);
  }
}

/// The functions that a value names; more than one only for a conditional value.
inline llvm::SmallVector<const clang::DeclRefExpr *, 2> functionsIn(const clang::Expr *value) {
  llvm::SmallVector<const clang::Expr *, 4> choices;
  alternatives(value, choices);
  llvm::SmallVector<const clang::DeclRefExpr *, 2> functions;
  for (const clang::Expr *choice : choices) {
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(choice);
    if (name != nullptr && llvm::isa<clang::FunctionDecl>(name->getDecl())) functions.push_back(name);
  }
  return functions;
}

} // namespace truth
