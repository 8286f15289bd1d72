package dev.sessionbeam.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.sessionbeam.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * Compiles the text of a JSON Schema. The draft is 2020-12 if the schema does not name one.
 * References to schemas elsewhere are not fetched.
 */
public final class SchemaCompiler {
  private static final SpecificationVersion DEFAULT = SpecificationVersion.DRAFT_2020_12;

  private SchemaCompiler() {}

  /** Returns the compiled schema of a text that has no {@link #faults}. */
  public static Schema compile(String json) {
    try {
      return compile(Json.tree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema compile(JsonNode json) {
    Schema schema = registry().getSchema(json);
    schema.initializeValidators();
    return schema;
  }

  /** Its messages become part of rejected records, so they are in English on every machine. */
  private static SchemaRegistry registry() {
    SchemaRegistryConfig config = SchemaRegistryConfig.builder().locale(Locale.ROOT).build();
    return SchemaRegistry.withDefaultDialect(
        DEFAULT, registry -> registry.schemaRegistryConfig(config));
  }

  /** Returns the faults of a schema by its meta-schema; empty if the schema is valid. */
  static List<String> faults(JsonNode json) {
    try {
      compile(json);
      String dialect = json.path("$schema").asText(DEFAULT.getDialectId());
      return registry().getSchema(SchemaLocation.of(dialect)).validate(json).stream()
          .map(Error::toString)
          .toList();
    } catch (SchemaException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }
}
