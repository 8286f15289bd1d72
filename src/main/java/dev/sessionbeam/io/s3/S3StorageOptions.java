package dev.sessionbeam.io.s3;

import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Options: where S3 is and how objects are encrypted. Beam's options of the same names are declared
 * again for their descriptions. The other options of {@link S3Options} are flags as well.
 *
 * <p>There is no option for credentials, because options are written into the job and its runner
 * shows them. The AWS default chain finds the credentials on the machine where the job runs.
 */
public interface S3StorageOptions extends S3Options {
  @Description(
      "S3: the server, such as http://127.0.0.1:9000, if it is not AWS. Beam's --endpoint would apply to every AWS"
          + " service. Default: AWS, in the region of --awsRegion.")
  @Nullable String getS3Endpoint();

  void setS3Endpoint(@Nullable String value);

  @Description(
      "S3: whether the bucket is in the path (https://host/bucket), as most servers except AWS need it, and not in the"
          + " host name. Default: true with --s3Endpoint, else false.")
  @Default.InstanceFactory(WithOwnEndpoint.class)
  boolean isS3PathStyle();

  void setS3PathStyle(boolean value);

  @Override
  @Description(
      "S3: how objects are encrypted on the server: AES256 or aws:kms. Default: aws:kms with --SSEKMSKeyId, else what"
          + " the bucket does by default.")
  @Nullable String getSSEAlgorithm();

  @Override
  void setSSEAlgorithm(@Nullable String value);

  @Override
  @Description("S3: the KMS key to encrypt objects with, best as its ARN. Default: none.")
  @Nullable String getSSEKMSKeyId();

  @Override
  void setSSEKMSKeyId(@Nullable String value);

  /** True if {@code --s3Endpoint} names a server other than AWS. */
  final class WithOwnEndpoint implements DefaultValueFactory<Boolean> {
    @Override
    public Boolean create(PipelineOptions options) {
      return options.as(S3StorageOptions.class).getS3Endpoint() != null;
    }
  }
}
