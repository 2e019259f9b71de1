<%-- Copyright (c) 2026, the telepresence.tms contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later --%>
<%@ Control Language="C#" %>
<script runat="server">
  protected void Page_Load(object sender, EventArgs e)
  {
      uxFeedback.Text = "";
      if (!IsPostBack)
      {
          uxReleaseKey.Text = Estate.Settings["TMS Release Key"];
          uxAuditing.SelectedValue = Estate.Settings["Enable Auditing"];
          Show();
      }
  }

  void Show()
  {
      uxOptionKeys.DataSource = Estate.Keys;
      uxOptionKeys.DataBind();
      uxTotalSystemLicenses.Text = "50";
      uxAvailableSystemLicenses.Text = (50 - Estate.Stations.Count).ToString();
  }

  protected void Turn(object sender, GridViewPageEventArgs e)
  {
      uxOptionKeys.PageIndex = e.NewPageIndex;
      Show();
  }

  protected void AskForKey(object sender, EventArgs e)
  {
      uxKey.Text = "";
      uxKeyDialog.Visible = true;
  }

  protected void AddKey(object sender, EventArgs e)
  {
      if (!Page.IsValid)
          return;
      string refused = Estate.Add(uxKey.Text);
      uxFeedback.Text = refused ?? "The option key was added.";
      uxKeyDialog.Visible = refused != null;
      Show();
  }

  protected void Cancel(object sender, EventArgs e) { uxKeyDialog.Visible = false; }

  protected void Save(object sender, EventArgs e)
  {
      Estate.Change("settings", Estate.Settings, "TMS Release Key", uxReleaseKey.Text);
      Estate.Change("settings", Estate.Settings, "Enable Auditing", uxAuditing.SelectedValue);
      uxFeedback.Text = "The settings were saved.";
  }
</script>
<h1>General Settings</h1>
<asp:UpdatePanel runat="server"><ContentTemplate>
<div><asp:Label ID="uxFeedback" runat="server" EnableViewState="false" CssClass="feedback" /></div>
<asp:Panel runat="server" GroupingText="General">
  <table>
    <tr><td><asp:Label runat="server" AssociatedControlID="uxReleaseKey">TMS Release Key:</asp:Label></td>
      <td><asp:TextBox ID="uxReleaseKey" runat="server" /></td></tr>
    <tr><td><asp:Label runat="server" AssociatedControlID="uxAuditing">Enable Auditing:</asp:Label></td>
      <td><asp:DropDownList ID="uxAuditing" runat="server"><asp:ListItem>Yes</asp:ListItem><asp:ListItem>No</asp:ListItem></asp:DropDownList></td></tr>
  </table>
  <asp:Button runat="server" Text="Save" OnClick="Save" CausesValidation="false" />
</asp:Panel>
<asp:Panel runat="server" GroupingText="Licenses and Option Keys">
  <table>
    <tr><td>Total System Licenses:</td><td><asp:Label ID="uxTotalSystemLicenses" runat="server" CssClass="textbox" /></td></tr>
    <tr><td>Available System Licenses:</td><td><asp:Label ID="uxAvailableSystemLicenses" runat="server" CssClass="textbox" /></td></tr>
  </table>
  <asp:GridView ID="uxOptionKeys" runat="server" AutoGenerateColumns="false" AllowPaging="true" PageSize="3" OnPageIndexChanging="Turn">
    <Columns>
      <asp:BoundField HeaderText="Option Key" DataField="Key" />
      <asp:BoundField HeaderText="Description" DataField="Description" />
      <asp:BoundField HeaderText="Expires" DataField="Expires" />
    </Columns>
  </asp:GridView>
  <asp:Button ID="uxAdd" runat="server" Text="Add Option Key" OnClick="AskForKey" CausesValidation="false" />
  <asp:Panel ID="uxKeyDialog" runat="server" Visible="false" DefaultButton="uxSaveKey">
    <asp:Label runat="server" AssociatedControlID="uxKey" Text="Input the option key string" />
    <asp:TextBox ID="uxKey" runat="server" MaxLength="40" />
    <asp:RequiredFieldValidator runat="server" ControlToValidate="uxKey" ValidationGroup="key" ErrorMessage="Enter an option key." />
    <asp:RegularExpressionValidator runat="server" ControlToValidate="uxKey" ValidationGroup="key"
      ValidationExpression="[0-9A-F]{8}-[0-9]{2}-[0-9]{8}" ErrorMessage="An option key has 8, 2 and 8 characters." />
    <asp:Button ID="uxSaveKey" runat="server" Text="Save" ValidationGroup="key" OnClick="AddKey" />
    <asp:LinkButton runat="server" Text="Cancel" CausesValidation="false" OnClick="Cancel" />
  </asp:Panel>
</asp:Panel>
</ContentTemplate></asp:UpdatePanel>
