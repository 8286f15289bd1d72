package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Turns JSON into attributes of DynamoDB: each value has the type that it has in JSON. */
final class AttributeValues {
  private static final AttributeValue NULL = AttributeValue.fromNul(true);

  private AttributeValues() {}

  /**
   * Returns the fields of a JSON object as attributes, in their order.
   *
   * @throws JsonSyntaxException if the bytes are not a JSON object
   */
  static Map<String, AttributeValue> of(byte[] json) throws JsonSyntaxException {
    return of(JsonObject.parse(json).toValue().toJava(AttributeValue::fromN, NULL)).m();
  }

  private static AttributeValue of(Object value) {
    if (value instanceof AttributeValue done) {
      return done;
    }
    if (value instanceof Map<?, ?> fields) {
      Map<String, AttributeValue> attributes = new LinkedHashMap<>();
      fields.forEach((name, field) -> attributes.put((String) name, of((Object) field)));
      return AttributeValue.fromM(attributes);
    }
    if (value instanceof List<?> elements) {
      return AttributeValue.fromL(elements.stream().map(element -> of((Object) element)).toList());
    }
    return value instanceof Boolean truth
        ? AttributeValue.fromBool(truth)
        : AttributeValue.fromS((String) value);
  }

  /** Returns a number as an attribute. */
  static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }
}
