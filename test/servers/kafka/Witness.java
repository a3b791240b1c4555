import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Reads and writes topics for tests with Apache's own clients, asked over HTTP: a JVM is slow to start, so one does it for many
 * tests. Started as `java -cp 'lib/*' Witness.java PORT`; `witness.ts` is its client.
 *
 * GET /read?brokers=host:port&topic=NAME, or &topics=REGEX
 *     What a read_committed consumer sees of the topic, or of all whose whole name matches, up to where they end when it is
 *     asked. A line each: topic, key, value, by tabs, key and value in base64, `-` for null.
 * POST /write?brokers=host:port&topic=NAME&<property of the producer>=VALUE...
 *     Each line of the body becomes a record, in order.
 * The last line of an answer is `end`; without it, it failed.
 */
public final class Witness {
    /** For transactions that are decided, and of which not all partitions know it yet. */
    private static final Duration UNDECIDED_MAX = Duration.ofSeconds(10);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
        server.createContext("/read", exchange -> answer(exchange, Witness::read));
        server.createContext("/write", exchange -> answer(exchange, Witness::write));
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private interface Task {
        void run(HttpExchange exchange, Map<String, String> query, OutputStream out) throws Exception;
    }

    private static void answer(HttpExchange exchange, Task task) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
            try {
                task.run(exchange, queryOf(exchange), out);
                print(out, "end\n");
            } catch (Exception error) {
                error.printStackTrace();
                print(out, "error: " + String.valueOf(error).replace('\n', ' ') + "\n");
            }
        }
    }

    private static Map<String, String> queryOf(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        for (String part : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] pair = part.split("=", 2);
            query.put(decoded(pair[0]), decoded(pair[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void read(HttpExchange exchange, Map<String, String> query, OutputStream out) throws Exception {
        String name = query.get("topic");
        Pattern topics = Pattern.compile(name == null ? query.get("topics") : Pattern.quote(name));
        try (KafkaConsumer<byte[], byte[]> consumer = consumerOf(query.get("brokers"), "read_committed")) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.listTopics().forEach((topic, all) -> {
                if (!topics.matcher(topic).matches()) return;
                all.forEach(one -> partitions.add(new TopicPartition(topic, one.partition())));
            });
            Map<TopicPartition, Long> ends = decidedEnds(query.get("brokers"), consumer, partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long silentSince = System.nanoTime();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    silentSince = System.nanoTime();
                    if (record.offset() >= ends.get(new TopicPartition(record.topic(), record.partition()))) continue;
                    print(out, record.topic() + "\t" + base64(record.key()) + "\t" + base64(record.value()) + "\n");
                }
                if (System.nanoTime() - silentSince > SILENCE_MAX.toNanos()) throw new IllegalStateException("nothing comes");
            }
        }
    }

    /**
     * Where what is committed ends; not before all is decided. A transaction that stays open for long hides what is behind it, as
     * it does from any such consumer.
     */
    private static Map<TopicPartition, Long> decidedEnds(
            String brokers, KafkaConsumer<byte[], byte[]> committed, List<TopicPartition> partitions) throws Exception {
        try (KafkaConsumer<byte[], byte[]> uncommitted = consumerOf(brokers, "read_uncommitted")) {
            Map<TopicPartition, Long> all = uncommitted.endOffsets(partitions);
            long begin = System.nanoTime();
            while (true) {
                Map<TopicPartition, Long> ends = committed.endOffsets(partitions);
                boolean isDecided = partitions.stream().allMatch(one -> ends.get(one) >= all.get(one));
                if (isDecided || System.nanoTime() - begin > UNDECIDED_MAX.toNanos()) return ends;
                Thread.sleep(50);
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumerOf(String brokers, String isolation) {
        Map<String, Object> properties = Map.of("bootstrap.servers", brokers, "isolation.level", isolation);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void write(HttpExchange exchange, Map<String, String> query, OutputStream out) throws Exception {
        Map<String, Object> properties = new HashMap<>(query);
        properties.put("bootstrap.servers", properties.remove("brokers"));
        String topic = String.valueOf(properties.remove("topic"));
        InputStreamReader body = new InputStreamReader(exchange.getRequestBody(), StandardCharsets.UTF_8);
        List<Future<?>> sent = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(body);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                sent.add(producer.send(new ProducerRecord<>(topic, line)));
            }
            for (Future<?> one : sent) one.get();
        }
    }

    private static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return bytes == null ? "-" : Base64.getEncoder().encodeToString(bytes);
    }
}
