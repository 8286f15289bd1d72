package dev.sessionbeam.io.kinesis;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.function.Supplier;
import org.apache.beam.sdk.io.aws2.common.ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.common.ClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.InstanceBuilder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/**
 * Creates the clients of KinesisIO: a {@link InitialShardsClient} and a {@link FeedClient} in place
 * of real ones. Real clients, of Kinesis and of other services, come from the factory that the
 * options had before. Their region and credentials come from Beam's options; the default there is
 * AWS's own default chain.
 *
 * <p>The class and its constructor are public only because Beam creates it.
 */
public final class KinesisClients implements ClientBuilderFactory {
  /** The option that carries the factory of real clients. */
  public interface Options extends PipelineOptions {
    /** The factory, or null if no other factory was set. */
    @Hidden
    @Nullable Class<? extends ClientBuilderFactory> getRealClientBuilderFactory();

    void setRealClientBuilderFactory(@Nullable Class<? extends ClientBuilderFactory> value);
  }

  /** Makes KinesisIO use these clients in the job with these options. */
  static void use(PipelineOptions options) {
    AwsOptions aws = options.as(AwsOptions.class);
    if (aws.getClientBuilderFactory() != KinesisClients.class) {
      options.as(Options.class).setRealClientBuilderFactory(aws.getClientBuilderFactory());
      aws.setClientBuilderFactory(KinesisClients.class);
    }
  }

  /** A real client that polls. */
  static KinesisClient polling(PipelineOptions options, @Nullable URI endpoint) {
    return real(options)
        .create(KinesisClient.builder(), configuration(endpoint), options.as(AwsOptions.class))
        .build();
  }

  /** A real client for enhanced fan-out. */
  static KinesisAsyncClient fanOut(PipelineOptions options, @Nullable URI endpoint) {
    return real(options)
        .create(KinesisAsyncClient.builder(), configuration(endpoint), options.as(AwsOptions.class))
        .build();
  }

  private static ClientConfiguration configuration(@Nullable URI endpoint) {
    ClientConfiguration.Builder configuration = ClientConfiguration.builder();
    return endpoint == null ? configuration.build() : configuration.endpoint(endpoint).build();
  }

  private static ClientBuilderFactory real(PipelineOptions options) {
    Class<? extends ClientBuilderFactory> before =
        options.as(Options.class).getRealClientBuilderFactory();
    AwsOptions aws = options.as(AwsOptions.class);
    return before == null
        ? ClientBuilderFactory.getFactory(aws)
        : InstanceBuilder.ofType(ClientBuilderFactory.class).fromClass(before).build();
  }

  /**
   * Checks nothing. {@link StreamCheck} looks for region and credentials, and reports what is
   * missing.
   */
  @Override
  public void checkConfiguration(ClientConfiguration config, @Nullable AwsOptions defaults) {}

  @Override
  @SuppressWarnings("unchecked")
  public <B extends AwsClientBuilder<B, C>, C> B create(
      B builder, ClientConfiguration config, @Nullable AwsOptions options) {
    if (options == null) {
      return ClientBuilderFactory.defaultFactory().create(builder, config, null);
    }
    if (builder instanceof KinesisClientBuilder) {
      return (B) builderOf(KinesisClientBuilder.class, () -> new InitialShardsClient(options));
    }
    if (builder instanceof KinesisAsyncClientBuilder) {
      return (B) builderOf(KinesisAsyncClientBuilder.class, () -> new FeedClient(options));
    }
    return real(options).create(builder, config, options);
  }

  /** A builder that only builds this client. KinesisIO calls no other method. */
  private static Object builderOf(Class<?> type, Supplier<Object> client) {
    return Proxy.newProxyInstance(
        KinesisClients.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals("build")) {
            return client.get();
          }
          throw new UnsupportedOperationException(method.toString());
        });
  }
}
