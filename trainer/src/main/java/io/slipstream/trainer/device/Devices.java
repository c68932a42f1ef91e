package io.slipstream.trainer.device;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The devices of a run, one replica of the networks on each; the first one also holds heads, losses and optimizer.
 *
 * @param all at least one device; {@code cpu} may stand there several times, a GPU once
 */
public record Devices(List<Device> all) {

    /** What {@link #parse} takes, in words. */
    public static final String ALLOWED = "auto, cpu, gpu0, or a list of devices such as [gpu0, gpu1]";

    private static final Pattern GPU = Pattern.compile("gpu([0-9]{1,3})");

    public Devices {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("expected at least one device, found none");
        }
        if (all.stream().map(Device::getDeviceType).distinct().count() > 1) {
            throw new IllegalArgumentException("expected devices of one kind, found " + all);
        }
        if (all.stream().filter(Device::isGpu).distinct().count()
                != all.stream().filter(Device::isGpu).count()) {
            throw new IllegalArgumentException("expected every GPU once, found " + all);
        }
    }

    /** The processor alone. */
    public static Devices cpu() {
        return new Devices(List.of(Device.cpu()));
    }

    /**
     * The devices of these names.
     *
     * @param names {@code auto} alone (the first GPU if there is one, else the processor), or {@code cpu} and
     *     {@code gpuN}
     * @param visible number of GPUs that libtorch sees
     * @throws IllegalArgumentException if a name is none of these or names a GPU that is not there
     */
    public static Devices parse(List<String> names, int visible) {
        if (names.equals(List.of("auto"))) {
            return new Devices(List.of(visible > 0 ? Device.gpu(0) : Device.cpu()));
        }
        List<Device> devices = new ArrayList<>();
        for (String name : names) {
            devices.add(device(name));
        }
        for (Device device : devices) {
            if (device.isGpu() && device.getDeviceId() >= visible) {
                throw new IllegalArgumentException("expected one of the " + visible
                        + " GPUs that libtorch sees, found gpu" + device.getDeviceId());
            }
        }
        return new Devices(devices);
    }

    /** Whether the names could be devices of some machine. */
    public static void check(List<String> names) {
        parse(names, Integer.MAX_VALUE);
    }

    private static Device device(String name) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        Matcher gpu = GPU.matcher(name);
        if (!gpu.matches()) {
            throw new IllegalArgumentException("expected " + ALLOWED + ", found '" + name + "'");
        }
        return Device.gpu(Integer.parseInt(gpu.group(1)));
    }

    /** The device of heads, losses and optimizer. */
    public Device first() {
        return all.get(0);
    }
}
