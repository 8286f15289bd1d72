package dev.sessionbeam.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.sessionbeam.json.Rfc3339;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/**
 * Configures the dialect of CEL: the standard, its string and math extensions, and three functions
 * on timestamps. CEL has no loops, no assignment and no way to call Java, and its regular
 * expressions run in linear time. The limits below bound everything else.
 */
final class Cel {
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

  private static final CelStringExtensions STRINGS = CelExtensions.strings();

  private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE;

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(STRINGS, CelExtensions.math(OPTIONS))
          .addFunctionBindings(
              CelFunctionBinding.from("timestamp_rfc3339", Instant.class, Rfc3339::format),
              CelFunctionBinding.from(
                  "timestamp_date", Instant.class, at -> DATE.format(at.atOffset(ZoneOffset.UTC))),
              CelFunctionBinding.from(
                  "timestamp_iso_day_of_week",
                  Instant.class,
                  at -> (long) at.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue()))
          .build();

  private static final Set<String> FUNCTIONS =
      Set.of(
          ("all bool bytes charAt contains date double duration dyn endsWith exists exists_one"
                  + " getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours"
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
            .addLibraries(STRINGS, CelExtensions.math(OPTIONS))
            .addFunctionDeclarations(
                onTimestamp("rfc3339", "timestamp_rfc3339", SimpleType.STRING),
                onTimestamp("date", "timestamp_date", SimpleType.STRING),
                onTimestamp("isoDayOfWeek", "timestamp_iso_day_of_week", SimpleType.INT));
    for (String name : scope.names()) {
      builder.addVar(name, SimpleType.DYN);
    }
    builder.addVar(ExpressionScope.THIS, SimpleType.DYN);
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
