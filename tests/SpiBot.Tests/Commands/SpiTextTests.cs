using SpiBot.Commands;

namespace SpiBot.Tests.Commands;

public sealed class SpiTextTests
{
    [Theory]
    [InlineData("0x1E3EFDFE", "0x1e3efdfe")]
    [InlineData("1e3efdfe", "0x1e3efdfe")]
    [InlineData("507444734", "0x1e3efdfe")]
    [InlineData("(507444734)", "0x1e3efdfe")]
    [InlineData("4294967295", "0xffffffff")]
    public void An_SPI_is_read_in_every_form_that_devices_print(string text, string spi) =>
        Assert.Equal(spi, SpiText.Read(text).Spi?.ToString());

    [Theory]
    [InlineData("4294967296", "above 4294967295")]
    [InlineData("255", null)]
    [InlineData("12", "0 to 255 are reserved")]
    [InlineData("48a0d49e589d838c", "has 16 digits")]
    [InlineData("spi", "is not an SPI")]
    public void What_is_none_is_told_why(string text, string? problem)
    {
        var read = SpiText.Read(text);
        Assert.Equal(problem is null, read.Spi is not null);
        Assert.Contains(problem ?? "", read.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12345678", "0x00bc614e")]
    [InlineData("1234567a", null)]
    [InlineData("0x123456", null)]
    [InlineData("507444734", null)]
    public void Digits_alone_may_be_meant_as_a_decimal_number(string text, string? spi) =>
        Assert.Equal(spi, SpiText.OrDecimal(text)?.ToString());

    [Theory]
    [InlineData("what is SPI 0x1E3EFDFE (507444734)?")]
    [InlineData("spi: 0x1E3EFDFE (507444734)")]
    [InlineData("what is spi (507444734)")]
    public void A_line_of_a_device_is_understood(string text) =>
        Assert.Equal(
            "0x1e3efdfe",
            SpiText.Read(Assert.IsType<Command.WhatIsSpi>(CommandGrammar.Parse(text)).Spi).Spi?.ToString()
        );
}
