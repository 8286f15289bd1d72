package dev.sessionbeam.cli;

import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The flags of option interfaces, for help and parsing: each option is declared once, as a Beam
 * option.
 */
final class OptionFlags {
  private OptionFlags() {}

  /** One flag per described getter of the interfaces, by name. */
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
        .type(String.class)
        .arity(isSwitch ? "0..1" : "1")
        .fallbackValue(isSwitch ? "true" : "")
        .paramLabel(isSwitch ? "true|false" : label)
        .description(getter.getAnnotation(Description.class).value())
        .build();
  }

  /**
   * The arguments with each bare switch among them spelt out, as {@code --overwrite=true}. Left
   * alone, it would take a flag of the runner that stands behind it for its value.
   */
  static String[] spellOut(CommandLine command, String[] arguments) {
    return Arrays.stream(arguments)
        .map(
            argument ->
                isSwitch(command.getCommandSpec().findOption(argument))
                    ? argument + "=true"
                    : argument)
        .toArray(String[]::new);
  }

  private static boolean isSwitch(@Nullable OptionSpec option) {
    return option != null && option.arity().min() == 0 && option.arity().max() == 1;
  }
}
