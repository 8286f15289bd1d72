package dev.sessionbeam.bench;

import static dev.sessionbeam.bench.S3RequestKind.BEGIN_UPLOAD;
import static dev.sessionbeam.bench.S3RequestKind.COMPLETE_UPLOAD;
import static dev.sessionbeam.bench.S3RequestKind.COPY;
import static dev.sessionbeam.bench.S3RequestKind.DELETE;
import static dev.sessionbeam.bench.S3RequestKind.GET;
import static dev.sessionbeam.bench.S3RequestKind.HEAD;
import static dev.sessionbeam.bench.S3RequestKind.LIST;
import static dev.sessionbeam.bench.S3RequestKind.OTHER;
import static dev.sessionbeam.bench.S3RequestKind.PUT;
import static dev.sessionbeam.bench.S3RequestKind.UPLOAD_PART;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class S3RequestKindTest {
  private static S3RequestKind of(String request) {
    return S3RequestKind.of(request + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  }

  @Test
  void thePartsOfAnUploadAreKindsOfTheirOwn() {
    assertThat(of("POST /bucket/a/key?uploads"), is(BEGIN_UPLOAD));
    assertThat(of("PUT /bucket/a/key?uploadId=x&partNumber=1"), is(UPLOAD_PART));
    assertThat(of("POST /bucket/a/key?uploadId=x"), is(COMPLETE_UPLOAD));
    assertThat(of("PUT /bucket/a/key"), is(PUT));
  }

  @Test
  void aPutWithASourceIsACopy() {
    String head = "PUT /bucket/b HTTP/1.1\r\nHost: h\r\nX-Amz-Copy-Source: bucket/a\r\n\r\n";
    assertThat(S3RequestKind.of(head), is(COPY));
  }

  @Test
  void aGetOfABucketIsAListing() {
    assertThat(of("GET /bucket?list-type=2&prefix=a/b"), is(LIST));
    assertThat(of("GET /bucket/?list-type=2"), is(LIST));
    assertThat(of("GET /bucket/a/key"), is(GET));
    assertThat("the parts of an upload", of("GET /bucket/a/key?uploadId=x"), is(LIST));
  }

  @Test
  void deletionsOfOneAndOfManyAreOneKind() {
    assertThat(of("DELETE /bucket/a/key"), is(DELETE));
    assertThat(of("POST /bucket?delete"), is(DELETE));
    assertThat(of("DELETE /bucket/a/key?uploadId=x"), is(DELETE));
  }

  @Test
  void anythingElseIsNotLost() {
    assertThat(of("HEAD /bucket/a/key"), is(HEAD));
    assertThat(of("OPTIONS /bucket"), is(OTHER));
    assertThat(S3RequestKind.of("\r\n\r\n"), is(OTHER));
  }
}
