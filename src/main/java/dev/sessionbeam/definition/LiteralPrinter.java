package dev.sessionbeam.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.json.Json;
import java.io.IOException;

/** Turns a JSON text into the tree that Jackson writes as YAML. */
final class LiteralPrinter {
  private LiteralPrinter() {}

  static JsonNode print(String json) {
    try {
      return Json.tree(json);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read a value as JSON: " + json, e);
    }
  }
}
