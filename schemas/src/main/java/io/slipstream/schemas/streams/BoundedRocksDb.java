package io.slipstream.schemas.streams;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One cache and one budget of write buffers for all stores of an instance: by default each store would take up to 100 MB
 * of its own. Kafka Streams makes an instance per store and hands it the settings, in which the shared memory is.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    private static final String MEMORY = "slipstream.rocksdb.memory";
    private static final int LARGEST_WRITE_BUFFER = 4 << 20;
    private static final int WRITE_BUFFERS = 2;

    /** What all stores share. */
    public static final class Memory implements AutoCloseable {

        private final Cache cache;
        private final WriteBufferManager writeBuffers;

        /**
         * Memory of so much.
         *
         * @param bytes of block cache, half of which write buffers may take
         */
        public Memory(long bytes) {
            RocksDB.loadLibrary();
            cache = new LRUCache(bytes);
            writeBuffers = new WriteBufferManager(bytes / 2, cache);
        }

        /** Adds itself to the settings of Kafka Streams. */
        public void addTo(Map<String, Object> settings) {
            settings.put(MEMORY, this);
            settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        }

        /** Gives the memory back; no store may be open any more. */
        @Override
        public void close() {
            writeBuffers.close();
            cache.close();
        }
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Memory memory = (Memory) configs.get(MEMORY);
        if (memory == null) {
            throw new IllegalStateException("expected the shared memory in the settings of Kafka Streams");
        }
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.writeBuffers);
        options.setWriteBufferSize(LARGEST_WRITE_BUFFER);
        options.setMaxWriteBufferNumber(WRITE_BUFFERS);
    }

    @Override
    public void close(String storeName, Options options) {
        // What the stores share is closed by its owner.
    }
}
