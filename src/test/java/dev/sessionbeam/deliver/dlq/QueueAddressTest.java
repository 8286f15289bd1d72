package dev.sessionbeam.deliver.dlq;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The region and the server of a queue are taken from its address. */
class QueueAddressTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "https://sqs.eu-west-1.amazonaws.com/123456789012/q, eu-west-1, -",
        "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q, cn-north-1, -",
        "https://eu-west-1.queue.amazonaws.com/123456789012/q, eu-west-1, -",
        "https://vpce-0a1b-x.sqs.us-east-2.vpce.amazonaws.com/123456789012/q, us-east-2,"
            + " https://vpce-0a1b-x.sqs.us-east-2.vpce.amazonaws.com",
        "http://127.0.0.1:9324/000000000000/q, -, http://127.0.0.1:9324"
      })
  void ofAUrl(String url, String region, String server) {
    QueueAddress address = QueueAddress.of(url, null);
    assertThat(address.url(), is(url));
    assertThat(address.region(), is(region));
    assertThat(address.server() == null ? null : address.server().toString(), is(server));
  }

  @Test
  void ofAnArn() {
    QueueAddress address = QueueAddress.of("arn:aws-cn:sqs:cn-north-1:123456789012:q.fifo", null);
    assertThat(address.url(), is(nullValue()));
    assertThat(address.account() + " " + address.name(), is("123456789012 q.fifo"));
    assertThat(address.region(), is("cn-north-1"));
    assertThat(address.server(), is(nullValue()));
  }
}
