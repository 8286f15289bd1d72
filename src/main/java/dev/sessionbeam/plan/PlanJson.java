package dev.sessionbeam.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/**
 * Writes a plan for a program: one line of JSON. Numbers are in the unit that stands beside them. A
 * word has the unit null.
 */
public final class PlanJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private PlanJson() {}

  /** Returns the plan, with a line break at its end. */
  public static String of(Plan plan) {
    ObjectNode root = JSON.createObjectNode();
    root.put("measured", plan.measured());
    ArrayNode lines = root.putArray("lines");
    for (PlanLine line : plan.lines()) {
      ObjectNode node = lines.addObject();
      node.put("section", line.section());
      node.put("name", line.name());
      BigDecimal number = line.value().number();
      if (number == null) {
        node.put("value", line.value().text()).putNull("unit");
      } else {
        node.put("value", number.stripTrailingZeros()).put("unit", line.value().unit());
      }
      node.put("arithmetic", line.arithmetic());
    }
    ArrayNode warnings = root.putArray("warnings");
    plan.warnings().forEach(warnings::add);
    return root + "\n";
  }
}
