package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.json.Rfc3339;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The item that an event becomes. Its line is one text, byte for byte, because the numbers of
 * DynamoDB have at most 38 digits.
 */
record EventItem(Map<String, AttributeValue> attributes) {
  /**
   * Makes the item of a delivery.
   *
   * @throws UnwritableException if DynamoDB takes no such item
   */
  static EventItem of(Delivery delivery, Expiry expiry) throws UnwritableException {
    long millis = delivery.subject().number();
    Map<String, AttributeValue> item = ItemKey.of(delivery.subject());
    item.put(TableSchema.EVENT_TIME, AttributeValue.fromS(Rfc3339.format(millis)));
    item.put(TableSchema.LINE, AttributeValue.fromS(text(delivery.body())));
    expiry.addTo(item, Instant.ofEpochMilli(millis));
    return new EventItem(item);
  }

  private static String text(byte[] body) throws UnwritableException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new UnwritableException("it is not text in UTF-8, so it cannot be a text of DynamoDB");
    }
  }

  /** Returns the key of an item of events. All copies of an event have the same. */
  static List<AttributeValue> key(Map<String, AttributeValue> item) {
    return List.of(
        item.getOrDefault(TableSchema.MACHINE, AttributeValue.fromNul(true)),
        item.getOrDefault(TableSchema.EVENT, AttributeValue.fromNul(true)));
  }

  List<AttributeValue> key() {
    return key(attributes);
  }

  long bytes() {
    return ItemSize.of(attributes);
  }

  WriteRequest request() {
    return WriteRequest.builder().putRequest(PutRequest.builder().item(attributes).build()).build();
  }
}
