# Builds the image of the gateway: docker build -t leadgate:0.1.0 .
#
# The last stage has the JRE, the jar and the AOT cache of the JVM, and no tool for building. .ci/image runs the steps
# of this file where no engine is at hand.

FROM eclipse-temurin:25.0.3_9-jre-noble AS jre

FROM maven:3.9-eclipse-temurin-25 AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /build
# The dependencies are in a layer of their own, because they change with pom.xml alone.
COPY pom.xml ./
RUN mvn -B -q dependency:go-offline
COPY config config
COPY src/main src/main
RUN mvn -B -q -Dmaven.test.skip=true package
# Netty finds its native library in lib, and so unpacks none into /tmp. The library is for x86-64; on other processors
# the gateway uses the sockets of the JDK.
RUN mkdir -p /opt/leadgate/lib \
 && cp target/leadgate.jar config/jvm.options /opt/leadgate/ \
 && jar -x -f target/leadgate.jar --dir target/native META-INF/native/libnetty_transport_native_epoll_x86_64.so \
 && cp target/native/META-INF/native/*.so /opt/leadgate/lib/

# Runs the gateway under load, on the JRE of the last stage, because a JVM passes over the AOT cache of another JVM.
FROM jre AS training
# The archive of the distribution has only the newest build of each package.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl postgresql postgresql-client redis-server wrk \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /training
COPY --from=build /opt/leadgate /opt/leadgate
COPY load-tests load-tests
RUN JAR=/opt/leadgate/leadgate.jar load-tests/train.sh /opt/leadgate/leadgate.aot

FROM jre
ARG VERSION=0.2.0-SNAPSHOT
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="Leadgate" \
      org.opencontainers.image.description="A lead-ingestion gateway: acknowledged means committed." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.source="$SOURCE"
# One copy of the whole folder, with the very jar of the training and its time: a JDK before 25.0.4 takes the classes out
# of the cache without a look at the jar (JDK-8377932), and later JDKs compare size and time. The files belong to root,
# so that the gateway cannot change them.
COPY --from=training /opt/leadgate /opt/leadgate
WORKDIR /opt/leadgate
# The container has a network of its own. On 127.0.0.1 of it neither a probe nor Prometheus would reach the management
# listener; whether anything outside does is decided where the port is published.
ENV LEADGATE_MANAGEMENT_HOST=0.0.0.0
USER 65532:65532
# A cache that the JVM refuses ends the build here. MaxRAM, because from 32 GiB of heap on pointers have another size,
# and the JVM refuses each cache that was made with a smaller heap.
RUN ["java", "@/opt/leadgate/jvm.options", "-XX:MaxRAM=1g", "-XX:AOTMode=on", "-XX:AOTCache=/opt/leadgate/leadgate.aot", "-Djava.library.path=/opt/leadgate/lib", "-jar", "/opt/leadgate/leadgate.jar", "--version"]
EXPOSE 8080 9090
# Each check is a JVM of its own, of 80 MB. With the AOT cache it would take less of the processor and 40 MB more.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --start-interval=3s --retries=3 CMD ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx32m", "-XX:-UsePerfData", "-jar", "/opt/leadgate/leadgate.jar", "health"]
ENTRYPOINT ["java", "@/opt/leadgate/jvm.options", "-XX:AOTCache=/opt/leadgate/leadgate.aot", "-Djava.library.path=/opt/leadgate/lib", "-jar", "/opt/leadgate/leadgate.jar"]
CMD ["run"]
