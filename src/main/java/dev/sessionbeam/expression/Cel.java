package dev.sessionbeam.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Set;

/**
 * Configures the dialect of CEL: the standard, its string and math extensions, three functions on
 * timestamps, {@code coalesce} and {@code first}. CEL has no loops, no assignment and no way to
 * call Java, and its regular expressions run in linear time. The limits below and those of {@link
 * Limits} bound everything else.
 */
final class Cel {
  // Of all macros of an evaluation together, nested ones included.
  private static final int MAX_ITERATIONS = 10_000;
  private static final int MAX_REGEX_PROGRAM = 10_000;
  private static final int MAX_EXPRESSION = 10_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .maxRegexProgramSize(MAX_REGEX_PROGRAM)
          .maxExpressionCodePointSize(MAX_EXPRESSION)
          .evaluateCanonicalTypesToNativeValues(true)
          .enableHeterogeneousNumericComparisons(true)
          .enableTimestampEpoch(true)
          .build();

  // Without "map" and "filter": if they are nested, a short expression can produce gigabytes.
  private static final List<CelStandardMacro> MACROS =
      List.of(
          CelStandardMacro.HAS,
          CelStandardMacro.ALL,
          CelStandardMacro.EXISTS,
          CelStandardMacro.EXISTS_ONE);

  private static final CelFunctionDecl FIRST =
      CelFunctionDecl.newFunctionDeclaration(
          "first",
          CelOverloadDecl.newMemberOverload(
              CollectionFunctions.FIRST,
              SimpleType.DYN,
              ListType.create(SimpleType.DYN),
              SimpleType.STRING,
              SimpleType.DYN));

  private static final CelStringExtensions STRINGS = CelExtensions.strings();

  // The checker knows the functions of the string extension; the runtime has functions of its own.
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .setStandardEnvironmentEnabled(false)
          .addFunctionBindings(Functions.bindings(OPTIONS))
          .addLibraries(CelExtensions.math(OPTIONS))
          .build();

  private static final Set<String> FUNCTIONS =
      Set.of(
          ("all bool bytes charAt coalesce contains date double duration dyn endsWith exists"
                  + " exists_one first getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours"
                  + " getMilliseconds getMinutes getMonth getSeconds has indexOf int isoDayOfWeek"
                  + " join lastIndexOf lowerAscii matches replace rfc3339 size split startsWith"
                  + " string substring timestamp trim type upperAscii")
              .split(" "));

  private Cel() {}

  static CelRuntime runtime() {
    return RUNTIME;
  }

  static CelCompiler compiler(ExpressionScope scope) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(MACROS)
            .addMacros(Coalesce.macro())
            .addLibraries(STRINGS, CelExtensions.math(OPTIONS))
            .addFunctionDeclarations(
                onTimestamp("rfc3339", TimeFunctions.RFC3339, SimpleType.STRING),
                onTimestamp("date", TimeFunctions.DATE, SimpleType.STRING),
                onTimestamp("isoDayOfWeek", TimeFunctions.ISO_DAY_OF_WEEK, SimpleType.INT),
                FIRST);
    for (String name : scope.names()) {
      builder.addVar(name, SimpleType.DYN);
    }
    builder.addVar(ExpressionScope.THIS, SimpleType.DYN);
    if (scope.source()) {
      builder.addMacros(SourceValues.macros());
      SourceValues.variables().forEach(name -> builder.addVar(name, SimpleType.DYN));
    }
    if (scope.instant()) {
      builder.addVar(ExpressionScope.INSTANT, SimpleType.TIMESTAMP);
    }
    return builder.build();
  }

  private static CelFunctionDecl onTimestamp(String name, String overload, CelType result) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newMemberOverload(overload, result, SimpleType.TIMESTAMP));
  }

  /** Returns the functions that a message may suggest. */
  static Set<String> functions() {
    return FUNCTIONS;
  }
}
