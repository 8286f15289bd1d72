package dev.sessionbeam.expression;

import dev.cel.common.CelOptions;
import dev.cel.common.CelRuntimeException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All functions that an expression may call, by their overloads: CEL's own ones, with functions of
 * this package in the place of those that make values or compare them. Each call counts against the
 * {@link Limits} of the evaluation.
 */
final class Functions {
  private static final String MATCHES = "matches";
  private static final int MAX_PATTERN = 10_000;

  /** The instructions of a regular expression that cost as much as one pass over the text. */
  private static final int PATTERN_PER_PASS = 16;

  private Functions() {}

  /** Returns the functions; the math extension is not among them, because its cost is constant. */
  static List<CelFunctionBinding> bindings(CelOptions options) {
    Map<String, CelFunctionBinding> functions = new LinkedHashMap<>();
    RuntimeEquality ofCel = RuntimeEquality.create(RuntimeHelpers.create(), options);
    add(functions, CelStandardFunctions.newBuilder().build().newFunctionBindings(ofCel, options));
    add(functions, StringFunctions.bindings());
    add(functions, CollectionFunctions.bindings());
    add(functions, NumberFunctions.bindings());
    add(functions, TimeFunctions.bindings());
    return functions.values().stream().map(Functions::limited).toList();
  }

  private static void add(
      Map<String, CelFunctionBinding> functions, Iterable<CelFunctionBinding> more) {
    more.forEach(function -> functions.put(function.getOverloadId(), function));
  }

  @SuppressWarnings("Immutable") // A binding is immutable.
  private static CelFunctionBinding limited(CelFunctionBinding function) {
    boolean matches = function.getOverloadId().startsWith(MATCHES);
    return CelFunctionBinding.from(
        function.getOverloadId(),
        new ArrayList<>(function.getArgTypes()),
        arguments -> {
          Limits.spend(matches ? matchingWork(arguments) : work(arguments));
          return apply(function, arguments);
        });
  }

  private static long work(Object[] arguments) {
    long work = 0;
    for (Object argument : arguments) {
      work += argument instanceof String text ? text.length() : 1;
    }
    return work;
  }

  private static long matchingWork(Object[] arguments) {
    long size = RegexSize.of((String) arguments[1]);
    if (size > MAX_PATTERN) {
      throw new NoValueException("a regular expression may have at most 10,000 instructions");
    }
    return size + Limits.sizeOf(arguments[0]) * (1 + size / PATTERN_PER_PASS);
  }

  /** Calls a function. CEL would write all arguments into the message of another exception. */
  private static Object apply(CelFunctionBinding function, Object[] arguments)
      throws CelEvaluationException {
    try {
      return function.getDefinition().apply(arguments);
    } catch (CelRuntimeException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new NoValueException(String.valueOf(e.getMessage()));
    }
  }
}
