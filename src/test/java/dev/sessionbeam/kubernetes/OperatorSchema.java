package dev.sessionbeam.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.sessionbeam.definition.SchemaCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * The schema of FlinkDeployment, by Flink's operator. The API server drops fields that it does not
 * know; here, they are faults.
 */
final class OperatorSchema {
  private static final String ENTRY = "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  private final Schema schema;

  private OperatorSchema(Schema schema) {
    this.schema = schema;
  }

  static OperatorSchema read() throws IOException {
    try (ZipFile jar = new ZipFile(KubernetesPeer.jar("flink-kubernetes-operator-api").toFile());
        InputStream in = jar.getInputStream(jar.getEntry(ENTRY))) {
      JsonNode versions =
          Resources.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
              .only("CustomResourceDefinition")
              .path("spec")
              .path("versions");
      JsonNode spec =
          versions.path(0).path("schema").path("openAPIV3Schema").path("properties").path("spec");
      close(spec);
      return new OperatorSchema(SchemaCompiler.compile(spec.toString()));
    }
  }

  /** Forbids further fields in each object whose fields are listed. */
  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("type").asText().equals("object")
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(OperatorSchema::close);
  }

  /** What is wrong with a FlinkDeployment; empty if it conforms. */
  List<String> faults(JsonNode deployment) {
    return schema.validate(deployment.path("spec")).stream().map(Error::toString).toList();
  }
}
