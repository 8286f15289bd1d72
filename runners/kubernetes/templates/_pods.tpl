{{/* What all pods have in common. 9999 is the user flink of Flink's image. */}}

{{- define "sessionbeam.podSecurity" -}}
runAsNonRoot: true
runAsUser: 9999
runAsGroup: 9999
fsGroup: 9999
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "sessionbeam.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
privileged: false
capabilities:
  drop: [ALL]
{{- end }}

{{/* The pod of a JobManager or a TaskManager: Flink adds command, image, memory, CPU, ports and its settings. */}}
{{- define "sessionbeam.flinkPod" -}}
metadata:
  labels:
    {{- include "sessionbeam.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
  {{- if not .root.Values.monitoring.prometheusOperator }}
  annotations:
    prometheus.io/scrape: "true"
    prometheus.io/port: "9249"
  {{- end }}
spec:
  securityContext:
    {{- include "sessionbeam.podSecurity" .root | nindent 4 }}
  containers:
    - name: flink-main-container
      env:
        - name: AWS_REGION
          value: {{ .root.Values.region }}
      {{- with .root.Values.pipeline.environmentSecret }}
      envFrom:
        - secretRef:
            name: {{ . }}
      {{- end }}
      ports:
        - name: metrics
          containerPort: 9249
      securityContext:
        {{- include "sessionbeam.containerSecurity" .root | nindent 8 }}
      livenessProbe:
        {{- .liveness | nindent 8 }}
        periodSeconds: 30
        timeoutSeconds: 10
        failureThreshold: 5
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        - name: logs
          mountPath: /opt/flink/log
        - name: definition
          mountPath: /etc/sessionbeam/definition
          readOnly: true
        {{- if .root.Values.routes }}
        - name: routes
          mountPath: /etc/sessionbeam/routes
          readOnly: true
        {{- end }}
  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: {{ .disk }}
    # Five files of 20 MB, and what the JVM prints.
    - name: logs
      emptyDir:
        sizeLimit: 200Mi
    - name: definition
      configMap:
        name: {{ include "sessionbeam.definition" .root }}
    {{- if .root.Values.routes }}
    - name: routes
      configMap:
        name: {{ include "sessionbeam.routes" .root }}
    {{- end }}
{{- end }}
