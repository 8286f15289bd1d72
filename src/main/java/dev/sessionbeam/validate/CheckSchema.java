package dev.sessionbeam.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.sessionbeam.definition.Check;
import dev.sessionbeam.definition.SchemaCompiler;
import dev.sessionbeam.event.JsonObject;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refusal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a record against a JSON Schema. */
final class CheckSchema implements CheckRecord {
  private static final int MOST_ERRORS = 3;

  // The validator's multipleOf writes 1e300000000 out, digit by digit.
  private static final int LARGEST_EXPONENT = 10_000;

  private final Check.Schema settings;
  private transient @Nullable Schema schema;

  CheckSchema(Check.Schema settings) {
    this.settings = settings;
  }

  @Override
  public void check(JsonObject fields) throws Refusal {
    JsonNode tree = fields.toTree();
    if (tree == null || isBeyondReason(tree)) {
      throw new Refusal(
          Reason.SCHEMA_MISMATCH, settings.name() + ": a number is beyond all reason", null);
    }
    List<Error> errors = schema().validate(tree);
    if (!errors.isEmpty()) {
      String message =
          errors.stream()
              .limit(MOST_ERRORS)
              .map(Error::toString)
              .collect(Collectors.joining("; ", settings.name() + ": ", ""));
      String field = errors.get(0).getInstanceLocation().toString();
      throw new Refusal(Reason.SCHEMA_MISMATCH, message, field.isEmpty() ? null : field);
    }
  }

  private static boolean isBeyondReason(JsonNode node) {
    if (node.isBigDecimal()) {
      return Math.abs((long) node.decimalValue().scale()) > LARGEST_EXPONENT;
    }
    for (JsonNode child : node) {
      if (isBeyondReason(child)) {
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
