package io.slipstream.ingest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.robothy.netty.initializer.HttpServerInitializer;
import com.robothy.s3.core.service.BucketService;
import com.robothy.s3.core.service.ObjectService;
import com.robothy.s3.core.service.manager.LocalS3Manager;
import com.robothy.s3.core.service.manager.vectors.LocalS3VectorsManager;
import com.robothy.s3.core.service.s3vectors.S3VectorsService;
import com.robothy.s3.rest.handler.LocalS3RouterFactory;
import com.robothy.s3.rest.service.DefaultServiceFactory;
import com.robothy.s3.rest.service.ServiceFactory;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.slipstream.schemas.s3.S3Config;
import io.slipstream.schemas.s3.S3Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** LocalS3, a server with the protocol of S3, in memory and on the loopback interface only. */
public final class LoopbackS3 implements AutoCloseable {

    public static final String BUCKET = "photos";

    private final EventLoopGroup connections = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventExecutorGroup workers = new DefaultEventExecutorGroup(2);
    private final Channel channel;
    private final S3Client client;

    private LoopbackS3() throws IOException {
        channel = new ServerBootstrap()
                .group(connections)
                .channel(NioServerSocketChannel.class)
                .childHandler(new HttpServerInitializer(workers, LocalS3RouterFactory.create(services())))
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        client = S3Connection.open(config());
        client.createBucket(request -> request.bucket(BUCKET));
    }

    public static LoopbackS3 start() throws IOException {
        return new LoopbackS3();
    }

    private static ServiceFactory services() {
        LocalS3Manager manager = LocalS3Manager.createInMemoryS3Manager();
        XmlMapper xml = new XmlMapper();
        xml.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        xml.registerModule(new Jdk8Module());
        xml.registerModule(new JavaTimeModule());
        ServiceFactory services = new DefaultServiceFactory();
        services.register(BucketService.class, manager::bucketService);
        services.register(ObjectService.class, manager::objectService);
        services.register(XmlMapper.class, () -> xml);
        services.register(ObjectMapper.class, ObjectMapper::new);
        S3VectorsService vectors = LocalS3VectorsManager.createInMemory().s3VectorsService();
        services.register(S3VectorsService.class, () -> vectors);
        return services;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort());
    }

    public S3Config config() {
        return new S3Config(Optional.of(endpoint()), Optional.empty(), true, true);
    }

    public void put(String key, byte[] bytes) {
        client.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
    }

    public void delete(String key) {
        client.deleteObject(request -> request.bucket(BUCKET).key(key));
    }

    @Override
    public void close() {
        client.close();
        channel.close().syncUninterruptibly();
        connections.shutdownGracefully();
        workers.shutdownGracefully();
    }
}
