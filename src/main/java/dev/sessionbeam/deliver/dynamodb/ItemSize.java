package dev.sessionbeam.deliver.dynamodb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Computes the size of an item as DynamoDB counts it: names and texts in UTF-8, two digits of a
 * number in a byte, and some bytes for each list and map.
 */
final class ItemSize {
  /** The largest item that DynamoDB takes: 400 KB. */
  static final int MOST_BYTES = 400 << 10;

  /** The largest value of a partition key. */
  static final int MOST_PARTITION_KEY_BYTES = 2048;

  /** The largest value of a sort key. */
  static final int MOST_SORT_KEY_BYTES = 1024;

  private static final int CONTAINER_BYTES = 3;

  private ItemSize() {}

  /** Returns the size of an item, in bytes. */
  static long of(Map<String, AttributeValue> item) {
    long bytes = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      bytes += of(attribute.getKey()) + of(attribute.getValue());
    }
    return bytes;
  }

  /** Returns the size of a text, in bytes. */
  static int of(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static long of(AttributeValue value) {
    return switch (value.type()) {
      case S -> of(value.s());
      case N -> ofNumber(value.n());
      case M -> CONTAINER_BYTES + value.m().size() + of(value.m());
      case L ->
          CONTAINER_BYTES + value.l().size() + value.l().stream().mapToLong(ItemSize::of).sum();
      default -> 1;
    };
  }

  private static int ofNumber(String text) {
    try {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      return (number.precision() + 1) / 2 + 1 + (number.signum() < 0 ? 1 : 0);
    } catch (NumberFormatException e) {
      return text.length();
    }
  }
}
