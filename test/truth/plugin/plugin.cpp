// A clang plugin that says of one C file what opscope says of it: the slots, the dispatch sites and the direct calls.
//
//     clang -fsyntax-only FLAGS -fplugin=facts.so -fplugin-arg-opscope-tree=DIR ... FILE
//
// Arguments: tree=DIR, folder=NAME (repeated; only code in these is recorded), out=FILE (JSON lines).
#include "calls.h"
#include "places.h"
#include "preprocessor.h"
#include "records.h"
#include "slots.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/Lex/Preprocessor.h"

namespace {

using namespace clang;

class Visitor : public RecursiveASTVisitor<Visitor> {
public:
  Visitor(const truth::Places &places, truth::Records &records)
      : places(places), records(records), slots(places, records), calls(places, records) {}

  bool TraverseFunctionDecl(FunctionDecl *declared) {
    const std::string outer = function;
    if (declared->doesThisDeclarationHaveABody()) {
      function = declared->getName().str();
      defined(declared);
    }
    const bool more = RecursiveASTVisitor::TraverseFunctionDecl(declared);
    function = outer;
    return more;
  }

  bool VisitVarDecl(VarDecl *variable) {
    if (variable->hasInit()) {
      designatedIn(variable->getInit());
      slots.object(variable->getInit(), {variable->getName().str(), function, false, variable->getLocation()});
    }
    return true;
  }

  bool VisitCompoundLiteralExpr(CompoundLiteralExpr *literal) {
    designatedIn(literal->getInitializer());
    slots.object(literal->getInitializer(), {"", function, true, literal->getBeginLoc()});
    return true;
  }

  bool VisitBinaryOperator(BinaryOperator *operation) {
    if (operation->getOpcode() == BO_Assign) slots.assigned(operation, function);
    return true;
  }

  bool VisitCallExpr(CallExpr *call) {
    calls.call(call, function);
    return true;
  }

private:
  /// Where the `.member =` of each value is; only the spelled form of a list still has them.
  void designatedIn(const Stmt *statement) {
    if (const auto *list = dyn_cast<InitListExpr>(statement)) {
      if (list->isSemanticForm() && list->getSyntacticForm() != nullptr) statement = list->getSyntacticForm();
    } else if (const auto *init = dyn_cast<DesignatedInitExpr>(statement)) {
      slots.designated(init);
    }
    for (const Stmt *child : statement->children())
      if (child != nullptr) designatedIn(child);
  }

  void defined(const FunctionDecl *declared) {
    if (!places.inScope(declared->getLocation())) return;
    const truth::Place place = places.of(declared->getLocation());
    records.add(llvm::json::Object{{"kind", "function"},
                 {"name", declared->getName()},
                 {"file", place.file},
                 {"line", place.line},
                 {"static", declared->getStorageClass() == SC_Static},
                 {"macro", places.macroOf(declared->getLocation())}});
  }

  const truth::Places &places;
  truth::Records &records;
  truth::Slots slots;
  truth::Calls calls;
  std::string function;
};

class Consumer : public ASTConsumer {
public:
  Consumer(CompilerInstance &compiler, std::string tree, std::vector<std::string> folders, std::string out)
      : sources(compiler.getSourceManager()),
        places(compiler.getSourceManager(), compiler.getLangOpts(), std::move(tree), std::move(folders)),
        out(std::move(out)) {
    compiler.getPreprocessor().addPPCallbacks(
        std::make_unique<truth::Preprocessor>(places, compiler.getSourceManager(), records));
  }

  /// The inline functions of include/ are most of what a kernel file makes a compiler read, and none of the truth.
  bool shouldSkipFunctionBody(Decl *declared) override { return !places.inScope(declared->getLocation()); }

  void HandleTranslationUnit(ASTContext &context) override {
    Visitor visitor(places, records);
    for (Decl *declared : context.getTranslationUnitDecl()->decls())
      if (places.inScope(declared->getLocation())) visitor.TraverseDecl(declared);
    const bool errors = context.getDiagnostics().hasErrorOccurred();
    records.add(llvm::json::Object{{"kind", "unit"}, {"file", places.fileName(sources.getMainFileID())}, {"errors", errors}});
    if (!records.write(out)) llvm::errs() << "cannot write " << out << '\n';
  }

private:
  SourceManager &sources;
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

static FrontendPluginRegistry::Add<Action> registered("opscope", "slots, dispatch sites and calls as JSON lines");
