package dev.sessionbeam.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.NullValue;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a stream knows of a record beside its bytes. The expression of a role reads it by {@code
 * arrival()} and {@code partition_key()}.
 *
 * @param arrival when the record arrived; null if this is not known
 * @param partitionKey the key that the producer set; null if there is none
 */
public record SourceValues(@Nullable Instant arrival, @Nullable String partitionKey) {
  /** Nothing is known. */
  public static final SourceValues NONE = new SourceValues(null, null);

  static final List<String> FUNCTIONS = List.of("arrival", "partition_key");

  // No name of a definition can have this character.
  private static final String HIDDEN = "@";

  /** Returns the names that stand for the values in a compiled expression. */
  static List<String> variables() {
    return FUNCTIONS.stream().map(HIDDEN::concat).toList();
  }

  /** Returns the macros that turn the functions into these names. */
  static List<CelMacro> macros() {
    return FUNCTIONS.stream()
        .map(
            name ->
                CelMacro.newGlobalMacro(name, 0, (factory, target, none) -> ident(factory, name)))
        .toList();
  }

  private static Optional<CelExpr> ident(CelMacroExprFactory factory, String name) {
    CelExpr identifier = factory.newIdentifier(HIDDEN + name);
    // CEL's parser takes back the last id that a macro without arguments gave out, and would give
    // it
    // to another part of the expression too.
    var unused = factory.newBoolLiteral(false);
    return Optional.of(identifier);
  }

  /** Returns the value of a name of {@link #variables}, or nothing for another name. */
  Optional<Object> find(String variable) {
    return switch (FUNCTIONS.indexOf(variable.substring(HIDDEN.length()))) {
      case 0 -> Optional.of(arrival == null ? NullValue.NULL_VALUE : arrival);
      case 1 -> Optional.of(partitionKey == null ? NullValue.NULL_VALUE : partitionKey);
      default -> Optional.empty();
    };
  }

  static boolean isVariable(String name) {
    return name.startsWith(HIDDEN) && FUNCTIONS.contains(name.substring(HIDDEN.length()));
  }
}
