import Testing

@testable import BerthImages

@Suite("Transfer meters")
struct TransferMeterTests {
    private func meter(_ sizes: [(Int, received: Int)]) -> TransferMeter {
        TransferMeter(
            sizes.enumerated().map { index, layer in
                .init(digest: "sha256:\(index)", size: layer.0, received: layer.received)
            })
    }

    @Test("count what arrives, whatever layer it turns out to be")
    func swapping() {
        var meter = meter([(100, 0), (200, 0), (300, 300)])
        meter.grew("f", to: 10)
        meter.grew("g", to: 20)
        meter.grew("f", to: 90)
        #expect(meter.layers.map(\.received) == [90, 20, 300])
        // "g" was the first layer after all, so "f" is the second one.
        meter.left("g", cookie: 7)
        meter.arrived("0", cookie: 7)
        #expect(meter.layers.map(\.received) == [100, 90, 300])
        meter.grew("f", to: 150)
        #expect(meter.layers.map(\.received) == [100, 150, 300])
        meter.left("f", cookie: 8)
        meter.arrived("1", cookie: 8)
        #expect(meter.layers.map(\.received) == [100, 200, 300])
    }

    @Test("take no notice of blobs that are no layers, or not of this transfer")
    func others() {
        var meter = meter([(100, 0)])
        meter.arrived("0", cookie: 1)
        #expect(meter.layers.map(\.received) == [0])
        meter.grew("config", to: 50)
        meter.left("config", cookie: 2)
        meter.arrived("configuration", cookie: 2)
        #expect(meter.layers.map(\.received) == [0])
        meter.grew("layer", to: 500)
        #expect(meter.layers.map(\.received) == [100])
        meter.grew("more", to: 5)
        #expect(meter.layers.map(\.received) == [100])
    }
}
