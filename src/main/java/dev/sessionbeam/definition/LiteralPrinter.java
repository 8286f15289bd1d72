package dev.sessionbeam.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.event.Json;
import java.io.IOException;

/** A JSON text as the tree that Jackson writes as YAML. */
final class LiteralPrinter {
  private LiteralPrinter() {}

  static JsonNode print(String json) {
    try {
      return Json.tree(json);
    } catch (IOException e) {
      throw new IllegalStateException("a literal was read as JSON: " + json, e);
    }
  }
}
