// A clang plugin that says of one C file which calls are of values, what those values can be, and which functions are handed over.
//
// Arguments as those of test/truth/plugin, whose names of places and members it shares.
#include "handed.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"

namespace {

using namespace clang;

class Visitor : public RecursiveASTVisitor<Visitor> {
public:
  Visitor(const truth::Places &places, truth::Records &records) : handed(places, records) {}

  /// Of a function outside the folders only what it does with functions that it is handed.
  bool onlyHanded = false;

  bool TraverseFunctionDecl(FunctionDecl *declared) {
    const FunctionDecl *around = current;
    if (declared->doesThisDeclarationHaveABody()) current = declared;
    const bool more = RecursiveASTVisitor::TraverseFunctionDecl(declared);
    current = around;
    return more;
  }

  bool VisitVarDecl(VarDecl *variable) {
    if (!variable->hasInit()) return true;
    keptIn(variable->getInit());
    if (onlyHanded) return true;
    handed.held(variable, variable->getInit(), current);
    handed.elements(variable, current == nullptr ? "" : current->getName().str());
    return true;
  }

  bool VisitCompoundLiteralExpr(CompoundLiteralExpr *literal) {
    keptIn(literal->getInitializer());
    return true;
  }

  bool VisitBinaryOperator(BinaryOperator *operation) {
    if (operation->getOpcode() != BO_Assign) return true;
    const Expr *target = truth::bare(operation->getLHS());
    if (const auto *member = dyn_cast<MemberExpr>(target)) {
      if (const auto *field = dyn_cast<FieldDecl>(member->getMemberDecl())) handed.kept(field, operation->getRHS(), current);
    }
    const auto *name = onlyHanded ? nullptr : dyn_cast<DeclRefExpr>(target);
    if (const auto *variable = name == nullptr ? nullptr : dyn_cast<VarDecl>(name->getDecl()))
      handed.held(variable, operation->getRHS(), current);
    return true;
  }

  bool VisitCallExpr(CallExpr *call) {
    handed.handed(call, current);
    if (!onlyHanded) handed.indirect(call, current);
    return true;
  }

private:
  /// The members of an initialised object that hold what the function around it is handed.
  void keptIn(const Expr *init) {
    const auto *list = dyn_cast<InitListExpr>(init->IgnoreParens());
    if (list == nullptr) return;
    if (!list->isSemanticForm() && list->getSemanticForm() != nullptr) list = list->getSemanticForm();
    const auto *record = list->getType()->getAsRecordDecl();
    if (record == nullptr || record->isUnion()) return;
    unsigned index = 0;
    for (const FieldDecl *field : record->fields()) {
      if (field->isUnnamedBitField()) continue;
      if (index >= list->getNumInits()) break;
      const Expr *value = list->getInit(index++);
      if (field->getType()->isFunctionPointerType()) handed.kept(field, value, current);
      else keptIn(value);
    }
  }

  truth::Handed handed;
  const FunctionDecl *current = nullptr;
};

/// Whether a function is handed functions: what it does with them is recorded wherever it stands.
bool takesFunctions(const Decl *declared) {
  const auto *function = dyn_cast<FunctionDecl>(declared);
  if (function == nullptr) return false;
  for (const ParmVarDecl *parameter : function->parameters())
    if (parameter->getType()->isFunctionPointerType()) return true;
  return false;
}

class Consumer : public ASTConsumer {
public:
  Consumer(CompilerInstance &compiler, std::string tree, std::vector<std::string> folders, std::string out)
      : places(compiler.getSourceManager(), compiler.getLangOpts(), std::move(tree), std::move(folders)), out(std::move(out)) {}

  bool shouldSkipFunctionBody(Decl *declared) override {
    return !places.inScope(declared->getLocation()) && !takesFunctions(declared);
  }

  void HandleTranslationUnit(ASTContext &context) override {
    Visitor visitor(places, records);
    for (Decl *declared : context.getTranslationUnitDecl()->decls()) {
      visitor.onlyHanded = !places.inScope(declared->getLocation());
      if (!visitor.onlyHanded || takesFunctions(declared)) visitor.TraverseDecl(declared);
    }
    if (!records.write(out)) llvm::errs() << "cannot write " << out << '\n';
  }

private:
  truth::Records records;
  truth::Places places;
  std::string out;
};

class Action : public PluginASTAction {
protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &compiler, StringRef) override {
    compiler.getFrontendOpts().SkipFunctionBodies = true;
    return std::make_unique<Consumer>(compiler, tree, folders, out);
  }

  bool ParseArgs(const CompilerInstance &, const std::vector<std::string> &arguments) override {
    for (const std::string &argument : arguments) {
      StringRef value(argument);
      if (value.consume_front("tree=")) tree = value.str();
      else if (value.consume_front("folder=")) folders.push_back(value.str());
      else if (value.consume_front("out=")) out = value.str();
      else return false;
    }
    return !tree.empty() && !out.empty();
  }

  ActionType getActionType() override { return AddBeforeMainAction; }

private:
  std::string tree;
  std::vector<std::string> folders;
  std::string out;
};

} // namespace

static FrontendPluginRegistry::Add<Action> registered("opscope", "calls of values as JSON lines");
