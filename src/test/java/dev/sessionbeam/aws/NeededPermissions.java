package dev.sessionbeam.aws;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.s3.model.Delete;

/**
 * The permissions that one call of the SDK needs. Most services name an action like the call, but
 * S3 does not. Resources are in the account and region of {@link Stack}, wherever the server of the
 * test is.
 *
 * @param streams the stream of each iterator
 */
record NeededPermissions(
    String service, String operation, SdkRequest request, Map<String, String> streams) {
  List<Permission> all() {
    return switch (service) {
      case "S3" -> s3();
      case "Kinesis" -> List.of(new Permission("kinesis:" + operation, arn("kinesis", stream())));
      case "Sqs" -> List.of(new Permission("sqs:" + single(), arn("sqs", queue())));
      case "DynamoDb" -> tables().map(it -> new Permission("dynamodb:" + operation, it)).toList();
      default -> throw unknown();
    };
  }

  private String text(String field) {
    return request
        .getValueForField(field, String.class)
        .orElseThrow(() -> new AssertionError("the request has no " + field));
  }

  private boolean has(String field) {
    return request.getValueForField(field, Object.class).isPresent();
  }

  private AssertionError unknown() {
    return new AssertionError(
        String.format(
            Locale.ROOT, "add the permissions of %s %s to this class", service, operation));
  }

  private static String arn(String service, String name) {
    return String.join(":", "arn:aws", service, Stack.REGION, Stack.ACCOUNT, name);
  }

  private String stream() {
    if (has("ConsumerARN")) {
      String consumer = text("ConsumerARN");
      // Kinesis adds the time of creation, which differs from run to run.
      return consumer.replaceFirst(".*:stream/(.*):[0-9]+$", "stream/$1:1700000000");
    }
    if (has("ShardIterator")) {
      return "stream/" + streams.get(text("ShardIterator"));
    }
    return has("StreamARN")
        ? text("StreamARN").replaceFirst(".*:stream/", "stream/")
        : "stream/" + text("StreamName");
  }

  /** SQS has no actions for calls with several messages. */
  private String single() {
    return operation.replaceFirst("Batch$", "");
  }

  private String queue() {
    return has("QueueUrl") ? text("QueueUrl").replaceFirst(".*/", "") : text("QueueName");
  }

  private Stream<String> tables() {
    if (request instanceof BatchWriteItemRequest batch) {
      return batch.requestItems().keySet().stream().map(NeededPermissions::table);
    }
    String table = table(text("TableName"));
    // A query that names an index needs the permission on the index only.
    return Stream.of(has("IndexName") ? table + "/index/" + text("IndexName") : table);
  }

  private static String table(String nameOrArn) {
    return arn("dynamodb", "table/" + nameOrArn.replaceFirst(".*/", ""));
  }

  private List<Permission> s3() {
    return switch (operation) {
      case "ListObjectsV2", "ListObjects", "HeadBucket" -> List.of(onBucket("s3:ListBucket"));
      case "ListMultipartUploads" -> List.of(onBucket("s3:ListBucketMultipartUploads"));
      case "GetObject", "HeadObject" -> List.of(onObject("s3:GetObject"));
      case "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload" ->
          List.of(onObject("s3:PutObject"));
      case "CopyObject", "UploadPartCopy" ->
          List.of(
              object("s3:GetObject", text("SourceBucket"), text("SourceKey")),
              object("s3:PutObject", text("DestinationBucket"), text("DestinationKey")));
      case "DeleteObject" -> List.of(onObject("s3:DeleteObject"));
      case "DeleteObjects" ->
          request.getValueForField("Delete", Delete.class).orElseThrow().objects().stream()
              .map(each -> object("s3:DeleteObject", text("Bucket"), each.key()))
              .toList();
      case "AbortMultipartUpload" -> List.of(onObject("s3:AbortMultipartUpload"));
      default -> throw unknown();
    };
  }

  private Permission onBucket(String action) {
    return new Permission(action, "arn:aws:s3:::" + text("Bucket"));
  }

  private Permission onObject(String action) {
    return object(action, text("Bucket"), text("Key"));
  }

  /** Of a key, only the first folder counts: names of files differ from run to run. */
  private static Permission object(String action, String bucket, String key) {
    int slash = key.indexOf('/');
    String folder = slash < 0 ? key : key.substring(0, slash) + "/*";
    return new Permission(action, "arn:aws:s3:::" + bucket + "/" + folder);
  }
}
