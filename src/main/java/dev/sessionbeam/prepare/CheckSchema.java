package dev.sessionbeam.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.sessionbeam.definition.SchemaCompiler;
import dev.sessionbeam.definition.ValidationCheck;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a record against a JSON Schema. */
final class CheckSchema implements CheckRecord {
  private static final int MOST_ERRORS = 3;

  // The validator's multipleOf writes all digits of a number such as 1e300000000.
  private static final int LARGEST_EXPONENT = 10_000;

  private final ValidationCheck.Schema settings;
  private transient @Nullable Schema schema;

  CheckSchema(ValidationCheck.Schema settings) {
    this.settings = settings;
  }

  @Override
  public void check(JsonObject fields) throws RecordRejectedException {
    JsonNode tree = fields.toTree();
    if (tree == null || hasHugeExponent(tree)) {
      throw new RecordRejectedException(
          Reason.SCHEMA_MISMATCH,
          settings.name() + ": the exponent of a number is too large",
          null);
    }
    List<Error> errors = schema().validate(tree);
    if (!errors.isEmpty()) {
      String message =
          errors.stream()
              .limit(MOST_ERRORS)
              .map(Error::toString)
              .collect(Collectors.joining("; ", settings.name() + ": ", ""));
      String field = errors.get(0).getInstanceLocation().toString();
      throw new RecordRejectedException(
          Reason.SCHEMA_MISMATCH, message, field.isEmpty() ? null : field);
    }
  }

  private static boolean hasHugeExponent(JsonNode node) {
    if (node.isBigDecimal()) {
      return Math.abs((long) node.decimalValue().scale()) > LARGEST_EXPONENT;
    }
    for (JsonNode child : node) {
      if (hasHugeExponent(child)) {
        return true;
      }
    }
    return false;
  }

  private Schema schema() {
    Schema ready = schema;
    if (ready == null) {
      ready = SchemaCompiler.compile(settings.json());
      schema = ready;
    }
    return ready;
  }
}
