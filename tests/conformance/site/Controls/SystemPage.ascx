<%-- Copyright (c) 2026, the telepresence.tms contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later --%>
<%@ Control Language="C#" %>
<%@ Import Namespace="System.Collections.Generic" %>
<%@ Import Namespace="System.Globalization" %>
<%@ Import Namespace="System.Linq" %>
<script runat="server">
  Station station;

  protected void Page_Load(object sender, EventArgs e)
  {
      uxFeedback.Text = "";
      station = Estate.StationById(Int64.Parse(Request.QueryString["systemId"]));
      if (station == null)
      {
          uxPages.Visible = uxTabs.Visible = false;
          uxFeedback.Text = "The system does not exist.";
          return;
      }
      uxTitle.Text = Server.HtmlEncode(station.Name);
      uxSummary.Text = Server.HtmlEncode(station.Address);
      uxStatus.Text = station.Status;
      if (!IsPostBack)
          ShowSettings();
  }

  void ShowSettings()
  {
      string[] hidden = { "Row Version", "Password", "Photo" };
      string[] scheduling = { "Allow Bookings", "Allow Incoming H.323 Dialing", "Allow Outgoing H.323 Dialing", "Allow Remote Bookings" };
      uxGeneralRows.DataSource = station.Values.Where(each => !hidden.Contains(each.Key) && !scheduling.Contains(each.Key)).ToList();
      uxGeneralRows.DataBind();
      uxSchedulingRows.DataSource = station.Values.Where(
          each => scheduling.Contains(each.Key) && (each.Key != "Allow Remote Bookings" || !Estate.HasPackage)).ToList();
      uxSchedulingRows.DataBind();
  }

  protected void Turn(object sender, EventArgs e)
  {
      string to = ((LinkButton)sender).CommandArgument;
      uxPages.ActiveViewIndex = Int32.Parse(to);
      uxSubTabs.Visible = to != "0";
      if (to == "1")
          ShowSettings();
      if (to == "2")
          Fill();
  }

  void Fill()
  {
      uxName.Text = station.Name;
      uxAddress.Text = station.Address;
      uxSerial.Text = station["Serial Number"];
      uxDescription.Text = station["Description"];
      uxEmail.Text = station["Email Address"];
      uxTimeZone.SelectedValue = station["Time Zone"];
      Choose(uxPhoneBooks, "Phone Books");
      Choose(uxProtocols, "Protocols");
      uxRate.SelectedValue = station["Line Rate"];
      uxEncryption.SelectedValue = station["Encryption"];
      uxWake.Checked = station["Wake On LAN"] == "Yes";
      uxSleep.Checked = !uxWake.Checked;
      uxInstalled.SelectedDate = uxInstalled.VisibleDate = DateTime.Parse(station["Installed"], CultureInfo.InvariantCulture);
      uxRowVersion.Value = station["Row Version"];
      uxBookings.Checked = station["Allow Bookings"] == "Yes";
      uxIncoming.Checked = station["Allow Incoming H.323 Dialing"] == "Yes";
      uxOutgoing.Checked = station["Allow Outgoing H.323 Dialing"] == "Yes";
      uxRemoteBookings.Checked = station["Allow Remote Bookings"] == "Yes";
      uxRemoteRow.Visible = !Estate.HasPackage;
  }

  void Choose(ListControl list, string label)
  {
      string[] chosen = station[label].Split('|');
      foreach (ListItem each in list.Items)
          each.Selected = chosen.Contains(each.Value);
  }

  static string Chosen(ListControl list)
  {
      return String.Join("|", list.Items.Cast<ListItem>().Where(each => each.Selected).Select(each => each.Value).ToArray());
  }

  static string YesOrNo(bool yes) { return yes ? "Yes" : "No"; }

  protected void Save(object sender, EventArgs e)
  {
      if (!Page.IsValid)
          return;
      bool remote = uxRemoteBookings.Checked;
      bool noSeat = remote && station["Allow Remote Bookings"] == "No" && Estate.FreeSeats < 1;
      Change("System Name", uxName.Text);
      Change("Network Address", uxAddress.Text);
      Change("Serial Number", uxSerial.Text);
      Change("Description", uxDescription.Text);
      Change("Email Address", uxEmail.Text);
      Change("Time Zone", uxTimeZone.SelectedValue);
      Change("Phone Books", Chosen(uxPhoneBooks));
      Change("Protocols", Chosen(uxProtocols));
      Change("Line Rate", uxRate.SelectedValue);
      Change("Encryption", uxEncryption.SelectedValue);
      Change("Wake On LAN", YesOrNo(uxWake.Checked && !uxSleep.Checked));
      Change("Installed", uxInstalled.SelectedDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
      Change("Row Version", uxRowVersion.Value);
      Change("Password", uxPassword.Text);
      Change("Photo", uxPhoto.FileName);
      Change("Allow Bookings", YesOrNo(uxBookings.Checked));
      Change("Allow Incoming H.323 Dialing", YesOrNo(uxIncoming.Checked));
      Change("Allow Outgoing H.323 Dialing", YesOrNo(uxOutgoing.Checked));
      if (!Estate.HasPackage && !noSeat)
          Change("Allow Remote Bookings", YesOrNo(remote));
      uxFeedback.Text = noSeat ? "There is no Exchange Integration license left for this system." : "The settings were saved.";
      uxPages.ActiveViewIndex = 1;
      ShowSettings();
  }

  void Change(string label, string value) { Estate.Change("system " + station.Id, station.Values, label, value); }

  protected void CheckName(object source, ServerValidateEventArgs e)
  {
      e.IsValid = !Estate.Ways.Contains("no name is valid") && !Estate.Stations.Any(each => each != station && each.Name == e.Value);
  }
</script>
<h1><asp:Literal ID="uxTitle" runat="server" /></h1>
<div><asp:Label ID="uxFeedback" runat="server" EnableViewState="false" CssClass="feedback" /></div>
<asp:Panel ID="uxTabs" runat="server">
  <asp:LinkButton runat="server" Text="Summary" OnClick="Turn" CommandArgument="0" CausesValidation="false" />
  <asp:LinkButton runat="server" Text="Settings" OnClick="Turn" CommandArgument="1" CausesValidation="false" />
  <asp:Panel ID="uxSubTabs" runat="server" Visible="false">
    <asp:LinkButton runat="server" Text="View Settings" OnClick="Turn" CommandArgument="1" CausesValidation="false" />
    <asp:LinkButton runat="server" Text="Edit Settings" OnClick="Turn" CommandArgument="2" CausesValidation="false" />
  </asp:Panel>
</asp:Panel>
<asp:MultiView ID="uxPages" runat="server" ActiveViewIndex="0">
  <asp:View runat="server">
    <table>
      <tr><td>Network Address:</td><td><asp:Literal ID="uxSummary" runat="server" /></td></tr>
      <tr><td>Status:</td><td><asp:Literal ID="uxStatus" runat="server" /></td></tr>
    </table>
  </asp:View>
  <asp:View runat="server">
    <asp:Panel runat="server" GroupingText="General"><table>
      <asp:Repeater ID="uxGeneralRows" runat="server"><ItemTemplate>
        <tr><td class="PropertyName"><%# Eval("Key") %>:</td><td class="PropertyValue"><%# Server.HtmlEncode((string)Eval("Value")) %></td></tr>
      </ItemTemplate></asp:Repeater>
    </table></asp:Panel>
    <asp:Panel runat="server" GroupingText="TMS Scheduling Settings"><table>
      <asp:Repeater ID="uxSchedulingRows" runat="server"><ItemTemplate>
        <tr><td class="PropertyName"><%# Eval("Key") %>:</td><td class="PropertyValue"><%# Server.HtmlEncode((string)Eval("Value")) %></td></tr>
      </ItemTemplate></asp:Repeater>
    </table></asp:Panel>
  </asp:View>
  <asp:View runat="server">
    <asp:HiddenField ID="uxRowVersion" runat="server" />
    <%-- Not in a Panel, within which Mono indents the text of a field. --%>
    <table>
      <tr><td>Description:</td><td><asp:TextBox ID="uxDescription" runat="server" TextMode="MultiLine" Rows="4" Columns="40" /></td></tr>
    </table>
    <asp:ValidationSummary runat="server" ValidationGroup="settings" HeaderText="The settings were not saved:" />
    <asp:Panel runat="server" GroupingText="General"><table>
      <tr><td><asp:Label runat="server" AssociatedControlID="uxName" Text="System Name:" /></td>
        <td><asp:TextBox ID="uxName" runat="server" />
          <asp:RequiredFieldValidator runat="server" ControlToValidate="uxName" ValidationGroup="settings" ErrorMessage="Enter a name." Text="*" />
          <asp:CustomValidator runat="server" ControlToValidate="uxName" ValidationGroup="settings" OnServerValidate="CheckName"
            ErrorMessage="Another system has this name." Text="*" /></td></tr>
      <tr><td>Network Address:</td><td><asp:TextBox ID="uxAddress" runat="server" ReadOnly="true" /></td></tr>
      <tr><td>Serial Number:</td><td><asp:TextBox ID="uxSerial" runat="server" Enabled="false" /></td></tr>
      <tr><td>Email Address:</td><td><asp:TextBox ID="uxEmail" runat="server" AutoCompleteType="Email" />
          <asp:RegularExpressionValidator runat="server" ControlToValidate="uxEmail" ValidationGroup="settings"
            ValidationExpression="[^@\s]+@[^@\s]+\.[a-z]+" ErrorMessage="The e-mail address has to look like xxx@yyy.zz." Text="*" /></td></tr>
      <tr><td>Password:</td><td><asp:TextBox ID="uxPassword" runat="server" TextMode="Password" /></td></tr>
      <tr><td>Time Zone:</td><td><asp:DropDownList ID="uxTimeZone" runat="server">
          <asp:ListItem Value="GMT Standard Time">(UTC+00:00) London</asp:ListItem>
          <asp:ListItem Value="W. Europe Standard Time">(UTC+01:00) Oslo</asp:ListItem>
          <asp:ListItem Value="Tokyo Standard Time">(UTC+09:00) 東京</asp:ListItem>
        </asp:DropDownList></td></tr>
      <tr><td>Phone Books:</td><td><asp:ListBox ID="uxPhoneBooks" runat="server" SelectionMode="Multiple">
          <asp:ListItem Value="1">All</asp:ListItem><asp:ListItem Value="2">Norway</asp:ListItem>
          <asp:ListItem Value="3">Bridges</asp:ListItem><asp:ListItem Value="4">日本</asp:ListItem>
        </asp:ListBox></td></tr>
      <tr><td>Line Rate:</td><td><asp:DropDownList ID="uxRate" runat="server" AutoPostBack="true">
          <asp:ListItem>384</asp:ListItem><asp:ListItem>768</asp:ListItem><asp:ListItem>1920</asp:ListItem>
        </asp:DropDownList></td></tr>
      <tr><td>Encryption:</td><td><asp:RadioButtonList ID="uxEncryption" runat="server" RepeatDirection="Horizontal">
          <asp:ListItem>Yes</asp:ListItem><asp:ListItem>No</asp:ListItem><asp:ListItem>If possible</asp:ListItem>
        </asp:RadioButtonList></td></tr>
      <tr><td>Protocols:</td><td><asp:CheckBoxList ID="uxProtocols" runat="server" RepeatLayout="Flow">
          <asp:ListItem>H.323</asp:ListItem><asp:ListItem>ISDN</asp:ListItem><asp:ListItem>SIP</asp:ListItem>
          <asp:ListItem Enabled="false">3G</asp:ListItem>
        </asp:CheckBoxList></td></tr>
      <tr><td>Wake On LAN:</td><td><asp:RadioButton ID="uxWake" runat="server" GroupName="wake" Text="Yes" />
          <asp:RadioButton ID="uxSleep" runat="server" GroupName="wake" Text="No" /></td></tr>
      <tr><td>Photo:</td><td><asp:FileUpload ID="uxPhoto" runat="server" /></td></tr>
      <tr><td>Installed:</td><td><asp:Calendar ID="uxInstalled" runat="server" /></td></tr>
    </table></asp:Panel>
    <asp:Panel runat="server" GroupingText="TMS Scheduling Settings">
      <table>
        <tr><td>Allow Bookings:</td><td><asp:CheckBox ID="uxBookings" runat="server" /></td></tr>
        <tr><td colspan="2"><asp:CheckBox ID="uxIncoming" runat="server" Text="Allow Incoming H.323 Dialing" /></td></tr>
        <tr><td colspan="2"><asp:CheckBox ID="uxOutgoing" runat="server" Text="Allow Outgoing H.323 Dialing" TextAlign="Left" Enabled="false" /></td></tr>
        <tr id="uxRemoteRow" runat="server"><td><asp:Label runat="server" AssociatedControlID="uxRemoteBookings" Text="Allow Remote Bookings:" /></td>
          <td><asp:CheckBox ID="uxRemoteBookings" runat="server" AutoPostBack="true" /></td></tr>
      </table>
    </asp:Panel>
    <asp:Button ID="uxSave" runat="server" Text="Save" ValidationGroup="settings" OnClick="Save" />
    <input type="reset" value="Reset" />
  </asp:View>
</asp:MultiView>
