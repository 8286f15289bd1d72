package dev.sessionbeam.cli;

import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Description;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Turns Beam's option interfaces into flags for help and parsing, so that each option is declared
 * only once, as a Beam option.
 */
final class OptionFlags {
  private OptionFlags() {}

  /** Returns a flag for each getter with a description: required ones first, then by name. */
  static List<OptionSpec> of(Class<?>... interfaces) {
    return Arrays.stream(interfaces)
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Description.class))
        .sorted(
            Comparator.comparing((Method getter) -> !isRequired(getter))
                .thenComparing(Method::getName))
        .map(OptionFlags::flag)
        .toList();
  }

  private static boolean isRequired(Method getter) {
    return getter.getAnnotation(Description.class).value().endsWith("Required.");
  }

  private static OptionSpec flag(Method getter) {
    String property = getter.getName().replaceFirst("^(get|is)", "");
    boolean isSwitch = getter.getReturnType() == boolean.class;
    String label = getter.getReturnType() == int.class ? "N" : "VALUE";
    return OptionSpec.builder("--" + Introspector.decapitalize(property))
        // Of the next argument, picocli gives a Boolean only true and false: it may be another
        // flag.
        .type(isSwitch ? Boolean.class : String.class)
        .arity(isSwitch ? "0..1" : "1")
        .paramLabel(isSwitch ? "true|false" : label)
        // picocli formats descriptions.
        .description(getter.getAnnotation(Description.class).value().replace("%", "%%"))
        .build();
  }
}
